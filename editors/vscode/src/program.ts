// Which program is the server, and what it says when it is asked something on its command line.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { ExtensionContext, workspace } from 'vscode';
import * as settings from './settings';

export interface Program {
  command: string;
  /** Where it was found, in words for a report. */
  origin: string;
}

/** No program can be run, with a reason for the user. */
export class NoProgram extends Error {}

/**
 * The program to run. A folder that is not trusted must not choose it: there the one that comes with
 * the extension is the only candidate.
 */
export function find(context: ExtensionContext): Program {
  const name = process.platform === 'win32' ? 'watchpost.exe' : 'watchpost';
  if (workspace.isTrusted) {
    const named = settings.namedProgram();
    if (named !== '') {
      if (!existsSync(named)) {
        throw new NoProgram(`watchpost.path names ${named}, which does not exist.`);
      }
      return { command: named, origin: 'the setting watchpost.path' };
    }
  }
  const bundled = path.join(context.extensionPath, 'bin', name);
  if (existsSync(bundled)) {
    return { command: bundled, origin: 'the extension' };
  }
  if (workspace.isTrusted) {
    for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
      // A relative entry would mean the folder that happens to be open.
      if (path.isAbsolute(folder) && existsSync(path.join(folder, name))) {
        return { command: path.join(folder, name), origin: 'the PATH' };
      }
    }
    throw new NoProgram('This extension comes without a server for this platform, and the PATH has none.');
  }
  throw new NoProgram('This extension comes without a server for this platform, and this folder is not trusted to name one.');
}

/** What the program prints for some arguments. */
export function output(program: Program, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program.command, args, { timeout: 10_000, maxBuffer: 8 * 1024 * 1024, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(new Error(stderr.trim() || error.message));
      }
    });
  });
}
