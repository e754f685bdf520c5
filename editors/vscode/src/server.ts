// The server's life: started, started again when it dies, stopped with the window.

import { Readable } from 'node:stream';
import { Disposable, ExtensionContext, LogOutputChannel, MarkdownString, Uri, commands, window } from 'vscode';
import {
  ClientCapabilities,
  CloseAction,
  DocumentSelector,
  ErrorAction,
  ExecuteCommandRequest,
  LanguageClient,
  LanguageClientOptions,
  Middleware,
  RevealOutputChannelOn,
  State,
  StaticFeature,
  vsdiag,
} from 'vscode-languageclient/node';
import { Backoff } from './backoff';
import { Collections } from './collections';
import { MessageLog } from './messageLog';
import * as program from './program';
import { codesAt, linkToPages } from './rulePage';
import * as settings from './settings';
import { Health, Status } from './status';

/** Commands a server may offer; each has a context key, so that the palette shows only what works. */
const OPTIONAL = ['scanWorkspace', 'createBaseline', 'updateAdvisories', 'showRule', 'posture', 'debugInformation'] as const;

interface ServerStatus {
  health: Health;
  quiescent: boolean;
  message?: string;
}

/** Tells the server that we listen to what it says about itself. */
const asksForStatus: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), serverStatusNotification: true };
  },
  initialize(): void {},
  getState: () => ({ kind: 'static' }),
  clear(): void {},
};

/** What goes wrong in the protocol is for the log; notices are written by us, for users. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export class Server implements Disposable {
  private client: LanguageClient | undefined;
  private chosen: program.Program | undefined;
  private readonly backoff = new Backoff();
  private readonly collections = new Collections();
  private pause: NodeJS.Timeout | undefined;
  /** Starts and stops one after the other: two at once would leave a server behind. */
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: ExtensionContext,
    private readonly selector: DocumentSelector,
    private readonly log: LogOutputChannel,
    private readonly messages: MessageLog,
    private readonly status: Status,
  ) {}

  /** The program in use, or the one that would be. */
  program(): program.Program {
    return this.chosen ?? program.find(this.context);
  }

  get version(): string {
    return this.client?.initializeResult?.serverInfo?.version ?? '';
  }

  get isRunning(): boolean {
    return this.client?.state === State.Running;
  }

  /** Whether the running server lists a command of ours. */
  offers(command: string): boolean {
    const listed = this.client?.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    return this.isRunning && listed.includes(`watchpost.${command}`);
  }

  /** Runs a command of the server. */
  async execute(command: string, ...args: unknown[]): Promise<unknown> {
    if (this.client === undefined || !this.offers(command)) {
      throw new Error(`This version of the server does not offer ${command}.`);
    }
    return this.client.sendRequest(ExecuteCommandRequest.type, { command: `watchpost.${command}`, arguments: args });
  }

  /** Starts or stops the server if that is what the settings now want. */
  follow(): void {
    if (settings.isEnabledAnywhere() !== (this.client !== undefined)) {
      void this.restart();
    }
  }

  /** Starts the server anew, whatever it was doing. */
  restart(): Promise<void> {
    this.backoff.forget();
    return this.queue(async () => {
      await this.stopNow();
      await this.startNow();
    });
  }

  stop(): Promise<void> {
    return this.queue(() => this.stopNow());
  }

  dispose(): void {
    void this.stop().then(() => this.collections.dispose());
  }

  private queue(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work, work);
    return this.turn;
  }

  private async startNow(): Promise<void> {
    if (!settings.isEnabledAnywhere()) {
      this.status.off('switched off by watchpost.enable');
      return;
    }
    this.status.starting();
    try {
      this.chosen = program.find(this.context);
    } catch (error) {
      this.chosen = undefined;
      this.tellNoProgram(error instanceof Error ? error.message : String(error));
      return;
    }
    this.log.info(`starting ${this.chosen.command}, found by ${this.chosen.origin}`);
    const client = this.makeClient(this.chosen);
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      // A process that came and went has been told already, and gets another chance.
      if (this.pause === undefined) {
        this.status.failed('did not start');
        void this.offerLog('watchpost did not start.');
      }
      return;
    }
    this.announce();
  }

  private async stopNow(): Promise<void> {
    clearTimeout(this.pause);
    this.pause = undefined;
    const client = this.client;
    this.client = undefined;
    if (client !== undefined) {
      try {
        await client.dispose(2000);
      } catch (error) {
        // A client whose server has died already has nothing left to stop.
        this.log.debug(String(error));
      }
    }
    if (client !== undefined) {
      this.status.off('stopped');
      this.announce();
    }
  }

  /**
   * Tells the status item and the palette what is there now. Nobody waits for the palette: each answer
   * comes from the window, which has much to do just when the server starts.
   */
  private announce(): void {
    if (this.isRunning) {
      this.status.running(this.version);
    }
    void commands.executeCommand('setContext', 'watchpost.running', this.isRunning);
    for (const command of OPTIONAL) {
      void commands.executeCommand('setContext', `watchpost.server.${command}`, this.offers(command));
    }
  }

  private makeClient(chosen: program.Program): LanguageClient {
    const options: LanguageClientOptions = {
      documentSelector: this.selector,
      outputChannel: this.log,
      traceOutputChannel: this.messages,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: settings.atStart,
      diagnosticCollectionProvider: {
        create: (name) => this.collections.create(name),
        dispose: (collection) => this.collections.release(collection),
      },
      // The server knows by `watchpost.run` for which of these it works.
      diagnosticPullOptions: { onChange: true, onSave: true },
      stdioOptions: { stdout: () => {}, stderr: (input) => this.readLog(input) },
      middleware: middleware(),
      errorHandler: {
        // What is written to a server that has just died fails, once for each key that is hit. That it died is
        // told below, and if the client gave up before that nobody would start it again.
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          const message = this.died(client);
          return { action: CloseAction.DoNotRestart, handled: true, message };
        },
      },
    };
    const client = new QuietClient(settings.SECTION, 'watchpost', { command: chosen.command, args: ['serve'] }, options);
    client.registerFeature(asksForStatus);
    client.onNotification('experimental/serverStatus', (told: ServerStatus) => {
      if (client === this.client) {
        this.status.running(this.version, told.health, !told.quiescent, told.message ?? '');
      }
    });
    return client;
  }

  /** The connection has closed though nobody asked for it; what the log should say. */
  private died(client: LanguageClient): string {
    if (client !== this.client) {
      return 'the server has ended';
    }
    const pause = this.backoff.next(Date.now());
    if (pause === undefined) {
      this.status.failed('ended too often and is left alone');
      void this.offerLog('The watchpost server ended too often and is left alone.', 'Restart');
      return 'the server ended too often and is left alone';
    }
    this.status.failed('ended and is started again', true);
    if (this.backoff.isFirst) {
      // The next ones are in the status and in the log: nobody wants a pile of notices.
      void this.offerLog('The watchpost server ended and is started again.');
    }
    this.pause = setTimeout(() => {
      void this.queue(async () => {
        if (this.client === client) {
          await this.stopNow();
          await this.startNow();
        }
      });
    }, pause);
    return `the server ended; it is started again in ${pause / 1000} s`;
  }

  private async offerLog(message: string, ...more: 'Restart'[]): Promise<void> {
    const answer = await window.showErrorMessage(message, 'Show Log', ...more);
    if (answer === 'Show Log') {
      this.log.show();
    } else if (answer === 'Restart') {
      await this.restart();
    }
  }

  private tellNoProgram(why: string): void {
    this.log.error(why);
    this.status.failed(why);
    void window.showErrorMessage(`watchpost cannot start. ${why}`, 'Open Settings').then((answer) => {
      if (answer !== undefined) {
        void commands.executeCommand('workbench.action.openSettings', 'watchpost.path');
      }
    });
  }

  /** The server's own log: each line says its level. */
  private readLog(input: Readable): void {
    let rest = '';
    input.setEncoding('utf8');
    input.on('data', (chunk: string) => {
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (/^\S+\s+ERROR\b/.test(line)) {
          this.log.error(line);
        } else if (/^\S+\s+WARN\b/.test(line)) {
          this.log.warn(line);
        } else {
          // Asked for by watchpost.logLevel, so it is shown whatever the channel's own level is.
          this.log.info(line);
        }
      }
    });
  }
}

/** Hands over settings with paths resolved, and links codes to the pages of their rules. */
function middleware(): Middleware {
  return {
    workspace: {
      configuration: async (params, token, next) => {
        const sections = await next(params, token);
        if (!Array.isArray(sections)) {
          return sections;
        }
        return sections.map((section: unknown, index) => {
          const item = params.items[index];
          return item?.section === settings.SECTION ? settings.forServer(section, item.scopeUri) : section;
        });
      },
    },
    handleDiagnostics: (uri, diagnostics, next) => {
      linkToPages(uri, diagnostics);
      next(uri, diagnostics);
    },
    provideDiagnostics: async (document, previous, token, next) => {
      let report;
      try {
        report = await next(document, previous, token);
      } catch (error) {
        if ((error as { data?: { retriggerRequest?: unknown } }).data?.retriggerRequest === false) {
          // The document was closed meanwhile. The client would wait for an answer for ever, and show nothing
          // new about the file even if it is opened again; so it is told that all is as it was.
          return { kind: vsdiag.DocumentDiagnosticReportKind.unChanged, resultId: previous ?? '' };
        }
        throw error;
      }
      if (report?.kind === 'full') {
        linkToPages(document instanceof Uri ? document : document.uri, report.items);
      }
      return report;
    },
    provideWorkspaceDiagnostics: (previous, token, reporter, next) =>
      next(previous, token, (chunk) => {
        for (const report of chunk?.items ?? []) {
          if (report.kind === 'full') {
            linkToPages(report.uri, report.items);
          }
        }
        reporter(chunk);
      }),
    resolveCodeLens: async (lens, token, next) => {
      const resolved = await next(lens, token);
      if (resolved?.command?.command === 'watchpost.posture') {
        // The server only answers; ours shows the answer.
        resolved.command.command = 'watchpost.showChecklist';
      }
      return resolved;
    },
    provideHover: async (document, position, token, next) => {
      const hover = await next(document, position, token);
      const codes = codesAt(document.uri, position);
      for (const part of hover?.contents ?? []) {
        if (part instanceof MarkdownString) {
          part.value = withoutMessages(part.value, codes);
          // The file's own text is quoted in it, so it gets no powers.
          part.isTrusted = false;
        }
      }
      return hover;
    },
  };
}

/** What stands between the findings of a hover. */
const BREAK = '\n\n---\n\n';

/** A hover without the messages it begins with: this editor shows them by itself, right above. */
function withoutMessages(text: string, codes: readonly string[]): string {
  const sections = text.split(BREAK).map((section) => {
    const end = section.indexOf('\n\n');
    return end >= 0 && codes.some((code) => section.includes(`**${code}**`)) ? section.slice(end + 2) : section;
  });
  return sections.join(BREAK);
}
