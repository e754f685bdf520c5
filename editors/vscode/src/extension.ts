// Start here: what is registered with the editor, and what each command does.

import { ExtensionContext, Uri, commands, env, languages, version as editorVersion, window, workspace } from 'vscode';
import { DocumentSelector } from 'vscode-languageclient/node';
import table from '../generated/languages.json';
import { Checklists } from './checklist';
import { MessageLog } from './messageLog';
import * as program from './program';
import { RulePages } from './rulePage';
import { Server } from './server';
import * as settings from './settings';
import { Status } from './status';

let server: Server | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const selector: DocumentSelector = table.selectors;
  const log = window.createOutputChannel('watchpost', { log: true });
  const messages = new MessageLog();
  const status = new Status(selector as Parameters<typeof languages.match>[0]);
  const running = new Server(context, selector, log, messages, status);
  server = running;
  const pages = new RulePages({
    program: () => running.program(),
    page: async (code) => {
      if (running.offers('showRule')) {
        const page = await running.execute('showRule', code);
        if (typeof page === 'string') {
          return page;
        }
      }
      return program.output(running.program(), ['explain', code]);
    },
  });

  const checklists = new Checklists(async (document) => String(await running.execute('posture', document, { quiet: true })));

  const command = (name: string, run: (...args: never[]) => Promise<void> | void): void => {
    const guarded = async (...args: never[]): Promise<void> => {
      try {
        await run(...args);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        log.error(`${name}: ${message}`);
        void window.showErrorMessage(`watchpost: ${message}`);
      }
    };
    context.subscriptions.push(commands.registerCommand(`watchpost.${name}`, guarded));
  };

  context.subscriptions.push(
    log,
    messages,
    status,
    running,
    pages,
    checklists,
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${settings.SECTION}.trace.server`)) {
        messages.refresh();
      }
      if (settings.needsRestart(event)) {
        void running.restart();
      } else if (event.affectsConfiguration(`${settings.SECTION}.enable`)) {
        running.follow();
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => void running.restart()),
  );

  command('restartServer', () => running.restart());
  command('showLogs', () => log.show());
  command('openRule', (code?: unknown) => pages.open(typeof code === 'string' ? code : undefined));
  command('showChecklist', (document?: unknown) => checklists.open(typeof document === 'string' ? document : undefined));
  command('fixFile', async () => {
    await commands.executeCommand('editor.action.sourceAction', { kind: 'source.fixAll.watchpost', apply: 'first' });
  });
  command('checkWorkspace', async () => {
    const counted = (await running.execute('scanWorkspace')) as { files: number; findings: number } | null;
    if (counted !== null) {
      const message = `watchpost: ${several(counted.findings, 'finding')} in ${several(counted.files, 'file')}.`;
      void window.showInformationMessage(message, 'Show Problems').then((answer) => {
        if (answer !== undefined) {
          void commands.executeCommand('workbench.actions.view.problems');
        }
      });
    }
  });
  command('refreshAdvisories', async () => {
    await running.execute('updateAdvisories');
  });
  command('writeBaseline', async () => {
    const folders = workspace.workspaceFolders ?? [];
    const folder = folders.length > 1 ? await window.showWorkspaceFolderPick() : folders[0];
    if (folder === undefined) {
      return;
    }
    const written = (await running.execute('createBaseline', folder.uri.toString())) as { path: string; findings: number };
    const name = workspace.asRelativePath(written.path);
    void window
      .showInformationMessage(`watchpost: ${several(written.findings, 'finding')} written to ${name}; only new ones are shown from now on.`, 'Open')
      .then((answer) => (answer === undefined ? undefined : window.showTextDocument(Uri.file(written.path))));
  });
  command('copySchemaAddress', async () => {
    await env.clipboard.writeText(Uri.joinPath(context.extensionUri, 'generated', 'watchpost.schema.json').toString());
    void window.showInformationMessage('The address of the schema of watchpost.toml is in the clipboard.');
  });
  command('copyDebugInformation', async () => {
    await env.clipboard.writeText(await debugInformation(context, running));
    void window.showInformationMessage('Debug information is in the clipboard.');
  });

  await running.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

function several(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** What a report about a mistake should hold. Nothing of the user's code is in it. */
async function debugInformation(context: ExtensionContext, running: Server): Promise<string> {
  const lines = [
    `extension: ${String((context.extension.packageJSON as { version: unknown }).version)}`,
    `editor: ${env.appName} ${editorVersion}, ${env.remoteName ?? 'local'}`,
    `platform: ${process.platform} ${process.arch}`,
    `server: ${running.isRunning ? `running, ${running.version}` : 'not running'}`,
  ];
  try {
    const chosen = running.program();
    lines.push(`program: ${chosen.command}, found by ${chosen.origin}`);
    lines.push(`program version: ${(await program.output(chosen, ['--version'])).trim()}`);
  } catch (error) {
    lines.push(`program: ${error instanceof Error ? error.message : String(error)}`);
  }
  lines.push(`folders: ${workspace.workspaceFolders?.length ?? 0}, ${workspace.isTrusted ? 'trusted' : 'not trusted'}`);
  lines.push(`settings: ${JSON.stringify(settings.everything())}`);
  if (running.offers('debugInformation')) {
    lines.push('', String(await running.execute('debugInformation')));
  }
  return `${lines.join('\n')}\n`;
}
