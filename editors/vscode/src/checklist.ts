// The security checklist of a Django project, opened from the lens above its settings module or from the palette.

import { Disposable, EventEmitter, TextDocumentContentProvider, Uri, ViewColumn, window, workspace } from 'vscode';

const SCHEME = 'watchpost-checklist';

export class Checklists implements TextDocumentContentProvider, Disposable {
  private readonly registration: Disposable;
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;

  /** `text` makes the checklist of the project that a document belongs to. */
  constructor(private readonly text: (document: string) => Promise<string>) {
    this.registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(uri: Uri): Promise<string> {
    return this.text(uri.query);
  }

  /** Opens the checklist beside the code; of the document in front if none is named. */
  async open(document?: string): Promise<void> {
    const wanted = document ?? window.activeTextEditor?.document.uri.toString();
    if (wanted === undefined) {
      throw new Error('Open a file of the Django project first.');
    }
    const uri = Uri.from({ scheme: SCHEME, path: '/Security checklist', query: wanted });
    // One that is open already may be old.
    this.changed.fire(uri);
    const shown = await workspace.openTextDocument(uri);
    await window.showTextDocument(shown, { viewColumn: ViewColumn.Beside, preview: true });
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
