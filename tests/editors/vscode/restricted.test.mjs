// A folder that is not trusted: findings as everywhere, but no program of the folder runs.

import * as fs from 'node:fs';
import * as path from 'node:path';
import { equal, project, run, state, until } from './workbench.mjs';

// What a folder that means harm would do: name its own program as the server.
const mark = path.join(state, 'the-program-of-the-folder-ran');
const program = path.join(project, 'server');
fs.writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\nexec '${process.env.WATCHPOST}' "$@"\n`, { mode: 0o755 });
fs.mkdirSync(path.join(project, '.vscode'));
fs.writeFileSync(
  path.join(project, '.vscode/settings.json'),
  JSON.stringify({ 'watchpost.path': '${workspaceFolder}/server' }),
);

await run('restricted', { trust: false, settings: { 'security.workspace.trust.startupPrompt': 'never' } }, [
  ['findings in restricted mode', async (code) => {
    await code.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await code.open('views.py');
    await code.problemCodes(['PY501', 'PY506', 'PY602']);
    await code.picture('restricted');
  }],

  ['the bundled program alone runs', async (code) => {
    equal(code.servers().length, 1, 'bundled servers');
    equal(fs.existsSync(mark), false, 'the program of the folder has run');
    await code.command('watchpost: Restart Server');
    await until('a server', () => code.servers().length === 1);
    await code.problemCodes(['PY501', 'PY506', 'PY602']);
    equal(fs.existsSync(mark), false, 'the program of the folder has run');
  }],

  ['the setting counts once the folder is trusted', async (code) => {
    await code.command('Workspaces: Manage Workspace Trust');
    await code.page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
    await until('the program of the folder', () => fs.existsSync(mark));
    await until('the bundled server to end', () => code.servers().length === 0);
    await code.problemCodes(['PY501', 'PY506', 'PY602']);
  }],
]);
