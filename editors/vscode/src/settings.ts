// What the user has set, read anew each time it is needed.

import { homedir } from 'node:os';
import * as path from 'node:path';
import { ConfigurationChangeEvent, Uri, workspace } from 'vscode';

export const SECTION = 'watchpost';

/** Settings the server reads; it asks for them again when they change. */
const OF_SERVER = ['enable', 'diagnosticMode', 'run', 'configuration', 'rulePage', 'logLevel'];

/** Settings that only a new process takes over. */
const NEED_RESTART = ['path'];

function read<T>(key: string, fallback: T, scope?: Uri): T {
  return workspace.getConfiguration(SECTION, scope).get<T>(key, fallback);
}

/** Whether any folder wants findings; without a folder, the window's own setting counts. */
export function isEnabledAnywhere(): boolean {
  const folders = workspace.workspaceFolders ?? [];
  return folders.length === 0 ? read('enable', true) : folders.some((folder) => read('enable', true, folder.uri));
}

export function tracesMessages(): boolean {
  return read('trace.server', 'off') !== 'off';
}

/** Whether the user names a place for the pages of rules, in place of those inside the editor. */
export function namesRulePage(scope: Uri): boolean {
  return read('rulePage', '', scope).includes('{code}');
}

/** A path as people write it: `~` and `${workspaceFolder}` are resolved, and so is one that is relative to the folder. */
function resolved(written: string, scope?: Uri): string {
  const folder = (scope && workspace.getWorkspaceFolder(scope)) ?? workspace.workspaceFolders?.[0];
  const root = folder?.uri.fsPath ?? '';
  const named = written
    .trim()
    .replaceAll('${workspaceFolder}', root)
    .replace(/^~(?=$|[\\/])/, homedir());
  return named === '' || root === '' ? named : path.resolve(root, named);
}

/** The program the user named; empty if none. */
export function namedProgram(): string {
  return resolved(read('path', ''));
}

/** What the server is told when it asks for our section: paths as it can open them. */
export function forServer(section: unknown, scope?: string): unknown {
  if (typeof section !== 'object' || section === null) {
    return section;
  }
  const told = { ...(section as Record<string, unknown>) };
  if (typeof told['configuration'] === 'string') {
    told['configuration'] = resolved(told['configuration'], scope === undefined ? undefined : Uri.parse(scope));
  }
  return told;
}

/** The window's own settings, for the first message to the server. */
export function atStart(): unknown {
  const configuration = workspace.getConfiguration(SECTION);
  return forServer(Object.fromEntries(OF_SERVER.map((key) => [key, configuration.get(key)])));
}

export function needsRestart(event: ConfigurationChangeEvent): boolean {
  return NEED_RESTART.some((key) => event.affectsConfiguration(`${SECTION}.${key}`));
}

/** All settings as plain data, for reports. */
export function everything(): Record<string, unknown> {
  const configuration = workspace.getConfiguration(SECTION);
  return Object.fromEntries([...OF_SERVER, ...NEED_RESTART, 'trace.server'].map((key) => [key, configuration.get(key)]));
}
