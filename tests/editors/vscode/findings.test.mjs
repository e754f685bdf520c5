// What a user sees and does in a folder that is trusted. Each test goes on where the one before it ended.

import * as fs from 'node:fs';
import * as path from 'node:path';
import { equal, includes, plain, project, run, sleep, until } from './workbench.mjs';

const at = (name) => path.join(project, name);
const original = fs.readFileSync(at('shop/views.py'), 'utf8');

await run('findings', {}, [
  ['squiggles', async (code) => {
    await code.open('views.py');
    await until('three squiggles', async () => (await code.squiggles()) === 3);
  }],

  ['the Problems panel', async (code) => {
    await code.problemCodes(['PY501', 'PY506', 'PY602']);
    includes((await code.problems())[3], '`subprocess.run` hands', 'the third problem');
    await code.click('def import_prices');
    await code.keys('Control+Home', 'PageDown');
    await code.picture('readme-findings');
  }],

  ['hover', async (code) => {
    const text = await code.hover('shell=True', 6);
    for (const part of ['PY602', 'subprocess-shell-true', 'high severity', 'CWE-78']) {
      includes(text, part, 'the hover');
    }
    await code.picture('hover');
  }],

  ['the code of a finding opens the page of its rule', async (code) => {
    await code.page.locator('.monaco-hover:not(.hidden) a', { hasText: 'PY602' }).first().click();
    await until('the page', async () => (await code.pageText()).startsWith('PY602'));
    includes(await code.pageText(), 'shell', 'the page');
    await sleep(500);
    await code.picture('readme-rule');
    await code.command('View: Close All Editors in Group');
    await code.open('views.py');
  }],

  ['a safe fix, saved', async (code) => {
    await code.click('verify=False', 7);
    await code.fix('Check the certificate');
    const saved = await code.save('shop/views.py');
    equal(saved, original.replace(', verify=False', ''), 'the saved file');
    await code.problemCodes(['PY506', 'PY602']);
  }],
]);
