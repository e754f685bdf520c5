// How long to wait before a server that died is started again, and when to leave it alone.

const CALM_AFTER = 3 * 60_000;
const MOST_RESTARTS = 5;
const FIRST_PAUSE = 500;

export class Backoff {
  private deaths: number[] = [];

  /** Notes a death; answers with the pause in milliseconds, or undefined when it was one too many. */
  next(now: number): number | undefined {
    this.deaths = this.deaths.filter((at) => now - at < CALM_AFTER);
    this.deaths.push(now);
    return this.deaths.length > MOST_RESTARTS ? undefined : FIRST_PAUSE * 2 ** (this.deaths.length - 1);
  }

  /** Whether there was one death only since all was calm. */
  get isFirst(): boolean {
    return this.deaths.length === 1;
  }

  /** The user has asked for a start, which begins the count anew. */
  forget(): void {
    this.deaths = [];
  }
}
