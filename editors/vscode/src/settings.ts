// What the user has set, read anew each time it is needed.

import { homedir } from 'node:os';
import { ConfigurationChangeEvent, Uri, workspace } from 'vscode';

export const SECTION = 'watchpost';

/** Settings that the running server cannot take over. */
const NEED_RESTART = ['enable', 'run', 'path', 'logLevel'];

function read<T>(key: string, fallback: T, scope?: Uri): T {
  return workspace.getConfiguration(SECTION, scope).get<T>(key, fallback);
}

/** Whether findings are wanted for a document. */
export function isEnabled(uri: Uri): boolean {
  return read('enable', true, uri);
}

/** Whether any folder wants findings; without a folder, the window's own setting counts. */
export function isEnabledAnywhere(): boolean {
  const folders = workspace.workspaceFolders ?? [];
  return folders.length === 0 ? read('enable', true) : folders.some((folder) => isEnabled(folder.uri));
}

export function runsOnType(): boolean {
  return read('run', 'onType') === 'onType';
}

export function logLevel(): string {
  return read('logLevel', 'warn');
}

export function tracesMessages(): boolean {
  return read('trace.server', 'off') !== 'off';
}

/** The program the user named, with `~` and `${workspaceFolder}` resolved; empty if none. */
export function namedProgram(): string {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  return read('path', '')
    .trim()
    .replaceAll('${workspaceFolder}', folder)
    .replace(/^~(?=$|[\\/])/, homedir());
}

export function needsRestart(event: ConfigurationChangeEvent): boolean {
  return NEED_RESTART.some((key) => event.affectsConfiguration(`${SECTION}.${key}`));
}

/** All settings as plain data, for the server and for reports. */
export function everything(): Record<string, unknown> {
  const configuration = workspace.getConfiguration(SECTION);
  const keys = ['enable', 'run', 'path', 'logLevel', 'trace.server'];
  return Object.fromEntries(keys.map((key) => [key, configuration.get(key)]));
}
