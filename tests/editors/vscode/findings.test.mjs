// What a user sees and does in a folder that is trusted. Each test goes on where the one before it ended.

import * as fs from 'node:fs';
import * as path from 'node:path';
import { equal, includes, project, run, sleep, until } from './workbench.mjs';

const at = (name) => path.join(project, name);
const original = fs.readFileSync(at('shop/views.py'), 'utf8');
let expected = original;
// Watchers miss what is put into a folder in the moment it is made.
fs.mkdirSync(at('shop/reports'));
fs.mkdirSync(at('.watchpost/rules/python'), { recursive: true });

await run('findings', {}, [
  ['squiggles', async (code) => {
    await code.open('views.py');
    await until('three squiggles', async () => (await code.squiggles()) === 3);
  }],

  ['the Problems panel', async (code) => {
    await code.problemCodes(['PY501', 'PY506', 'PY602']);
    const rows = (await code.problems()).join('\n');
    includes(rows, '`subprocess.run` hands', 'the problems');
  }],

  ['hover', async (code) => {
    const text = await code.hover('shell=True', 6);
    for (const part of ['PY602', 'subprocess-shell-true', 'high severity', 'CWE-78']) {
      includes(text, part, 'the hover');
    }
    await code.picture('readme-findings');
  }],

  ['the code of a finding opens the page of its rule', async (code) => {
    await code.page.locator('.monaco-hover:not(.hidden) a', { hasText: 'PY602' }).first().click();
    await until('the page', async () => (await code.pageText()).startsWith('PY602'));
    includes(await code.pageText(), 'Write instead', 'the page');
    await code.closeTab('PY602.md');
  }],

  ['the command opens it beside the code', async (code) => {
    await code.click('shell=True', 6);
    await code.command('watchpost: Show Rule');
    await until('the page', async () => (await code.pageText()).startsWith('PY602'));
    equal(await code.page.locator('.editor-group-container').count(), 2, 'groups of editors');
    await code.command('View: Toggle Primary Side Bar Visibility');
    await code.command('View: Hide Panel');
    await sleep(500);
    await code.picture('readme-rule');
    await code.command('View: Toggle Primary Side Bar Visibility');
    await code.closeTab('PY602.md');
    await code.open('views.py');
  }],

  ['a rule is chosen from a list where there is no finding', async (code) => {
    await code.click('import subprocess');
    await code.command('watchpost: Show Rule');
    await code.choose('PY506');
    await until('the page', async () => (await code.pageText()).startsWith('PY506'));
    await code.closeTab('PY506.md');
    await code.open('views.py');
  }],

  ['a fix, saved', async (code) => {
    await code.click('yaml.load', 2);
    const titles = await code.fixes();
    for (const title of ['Load plain data only (unsafe)', 'Ignore PY506 on this line']) {
      includes(titles.join('\n'), title, 'the menu');
    }
    await code.picture('readme-fixes');
    await code.keys('Escape');
    await code.fix('Load plain data only (unsafe)');
    expected = expected.replace('Loader=yaml.Loader', 'Loader=yaml.SafeLoader');
    equal(await code.save('shop/views.py'), expected, 'the saved file');
    await code.problemCodes(['PY501', 'PY602']);
  }],

  ['silence, saved', async (code) => {
    await code.click('verify=False', 7);
    await code.fix('Ignore PY501 on this line');
    await code.problemCodes(['PY602']);
    expected = await code.save('shop/views.py');
    includes(expected, 'verify=False)  # watchpost: ignore[PY501]', 'the saved file');
  }],

  ['a file that was closed and is opened again', async (code) => {
    await code.closeTab('views.py');
    await code.open('views.py');
    await code.click('def invoice');
    await code.keys('Home');
    await code.page.keyboard.type('eval(input())\n');
    await code.problemCodes(['PY307', 'PY602']);
    await code.command('File: Revert File');
    await code.problemCodes(['PY602']);
  }],

  ['columns behind characters of two and four bytes', async (code) => {
    fs.writeFileSync(at('shop/emoji.py'), 'import yaml\n\nprice = "für 𝟙 € 🧾", yaml.load("a: 1")\n');
    // Found before anybody opens it.
    await code.problemCodes(['PY506', 'PY602']);
    await code.open('emoji.py');
    const row = (await code.problems()).find((found) => found.includes('PY506'));
    // VS Code counts UTF-16 units: the two characters beyond the basic plane are two each.
    includes(row, `[Ln 3, Col ${'price = "für 𝟙 € 🧾", '.length + 1}]`, 'the problem');
    await code.command('watchpost: Apply All Safe Fixes in This File');
    await code.problemCodes(['PY602']);
    equal(
      await code.save('shop/emoji.py'),
      'import yaml\n\nprice = "für 𝟙 € 🧾", yaml.safe_load("a: 1")\n',
      'the saved file',
    );
  }],

  ['a file that was closed and is deleted', async (code) => {
    for (const name of ['one.py', 'two.py']) {
      fs.writeFileSync(at(`shop/reports/${name}`), 'eval(input())\n');
    }
    await code.problemCodes(['PY307', 'PY307', 'PY602']);
    await code.open('one.py');
    await code.closeTab('one.py');
    fs.rmSync(at('shop/reports/one.py'));
    await code.problemCodes(['PY307', 'PY602']);
    fs.rmSync(at('shop/reports'), { recursive: true });
    await code.problemCodes(['PY602']);
  }],

  ['a mistake in the configuration, while typing', async (code) => {
    await code.open('pyproject.toml');
    await code.click('ignore = ', 2);
    await code.page.keyboard.type('n');
    await code.problemCodes(['WP101', 'PY602']);
    await code.keys('Backspace');
    await code.problemCodes(['PY602']);
    await code.save('pyproject.toml');
  }],

  ['the whole workspace is checked on demand', async (code) => {
    await code.command('watchpost: Check the Whole Workspace');
    await until('the count', async () => (await code.notices()).some((text) => /^watchpost: 1 finding in \d+ files\./.test(text)));
  }],

  ['a baseline', async (code) => {
    const name = 'watchpost-baseline.json';
    await code.closeTab('pyproject.toml');
    await code.command("watchpost: Create a Baseline of Today's Findings");
    await code.problemCodes([]);
    await until('the notice', async () => (await code.notices()).some((text) => text.includes(`1 finding written to ${name}`)));
    includes(fs.readFileSync(at(name), 'utf8'), 'PY602', name);
    includes(fs.readFileSync(at('pyproject.toml'), 'utf8'), `baseline = "${name}"`, 'pyproject.toml');
    fs.rmSync(at(name));
    await code.problemCodes(['PY602']);
  }],

  ['a rule of the workspace', async (code) => {
    fs.writeFileSync(at('.watchpost/rules/python/SHOP1-no-print.scm'), '; SHOP1 no-print\n((call\n');
    await code.problemCodes(['WP201', 'PY602']);
    await code.open('SHOP1-no-print.scm');
    await until('a squiggle', async () => (await code.squiggles()) > 0);
    await code.closeTab('SHOP1-no-print.scm');
  }],
]);
