// What the status bar's braces say about the server, for files it knows.

import { Disposable, DocumentSelector, LanguageStatusSeverity, languages } from 'vscode';

export type Health = 'ok' | 'warning' | 'error';

const SEVERITY: Record<Health, LanguageStatusSeverity> = {
  ok: LanguageStatusSeverity.Information,
  warning: LanguageStatusSeverity.Warning,
  error: LanguageStatusSeverity.Error,
};

export class Status implements Disposable {
  private readonly item;
  private version = '';

  constructor(selector: DocumentSelector) {
    this.item = languages.createLanguageStatusItem('watchpost.status', selector);
    this.item.name = 'watchpost';
    this.off('not started');
  }

  private show(health: Health, busy: boolean, detail: string): void {
    this.item.text = this.version === '' ? 'watchpost' : `watchpost ${this.version}`;
    this.item.severity = SEVERITY[health];
    this.item.busy = busy;
    this.item.detail = detail;
    this.item.command =
      health === 'ok'
        ? { command: 'watchpost.showLogs', title: 'Show Logs' }
        : { command: 'watchpost.restartServer', title: 'Restart Server' };
  }

  starting(): void {
    this.show('ok', true, 'starting');
  }

  /** The server is there, or has told how it is. */
  running(version: string, health: Health = 'ok', busy = false, message = ''): void {
    this.version = version;
    this.show(health, busy, message !== '' ? message : busy ? 'checking' : 'ready');
  }

  /** The server is not there and is meant not to be. */
  off(why: string): void {
    this.version = '';
    this.show('ok', false, why);
  }

  failed(why: string, comesBack = false): void {
    this.show('error', comesBack, why);
  }

  dispose(): void {
    this.item.dispose();
  }
}
