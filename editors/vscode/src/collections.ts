// The findings that the editor shows, kept where we can take those of deleted files away.

import { DiagnosticCollection, Disposable, Uri, languages, workspace } from 'vscode';

/**
 * The client forgets what it knows about a file when it is closed, and then nobody tells it that the
 * file was deleted later: what is shown of it would stay until the window is closed.
 */
export class Collections implements Disposable {
  private readonly live = new Set<DiagnosticCollection>();
  private readonly watcher = workspace.createFileSystemWatcher('**/*', true, true, false);

  constructor() {
    this.watcher.onDidDelete((gone) => this.forget(gone));
  }

  /** What the client calls to have one made. */
  create(name: string | undefined): DiagnosticCollection {
    const made = languages.createDiagnosticCollection(name);
    this.live.add(made);
    return made;
  }

  /** What the client calls when it stops. */
  release(collection: DiagnosticCollection): void {
    this.live.delete(collection);
    collection.dispose();
  }

  /** A file or a folder has gone. */
  private forget(gone: Uri): void {
    const folder = `${gone.toString()}/`;
    for (const collection of this.live) {
      for (const [uri] of collection) {
        if (uri.toString() === gone.toString() || uri.toString().startsWith(folder)) {
          collection.delete(uri);
        }
      }
    }
  }

  dispose(): void {
    this.watcher.dispose();
    [...this.live].forEach((collection) => this.release(collection));
  }
}
