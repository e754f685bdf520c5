// The server's life: how it is shown, restarted, killed, switched off and asked about.

import * as fs from 'node:fs';
import * as path from 'node:path';
import { equal, includes, plain, project, run, sleep, until } from './workbench.mjs';

const ALL = ['PY501', 'PY506', 'PY602'];

async function status(code) {
  await code.page.locator('#status\\.languageStatus').first().hover();
  const rows = code.page.locator('.hover-language-status');
  await rows.first().waitFor();
  return plain((await rows.allInnerTexts()).join('\n'));
}

async function another(code, before) {
  return until('another server', () => {
    const [now, ...more] = code.servers();
    return more.length === 0 && now !== undefined && now !== before && now;
  });
}

await run('server', {}, [
  ['the status item', async (code) => {
    await code.open('views.py');
    await code.problemCodes(ALL);
    const text = await status(code);
    includes(text, 'watchpost 0.1.0', 'the status');
    includes(text, 'ready', 'the status');
    await code.picture('status');
    await code.keys('Escape');
  }],

  ['the palette offers what the server can', async (code) => {
    const titles = await code.palette('watchpost: ');
    for (const title of ['Restart Server', 'Show Logs', 'Apply All Safe Fixes in This File', 'Check the Whole Workspace', 'Show Rule', 'Copy Debug Information']) {
      includes(titles.join('\n'), `watchpost: ${title}`, 'the palette');
    }
    // This server fetches nothing.
    equal(titles.filter((title) => title.includes('Advisories')), [], 'commands for advisories');
  }],

  ['the restart command', async (code) => {
    const [before] = code.servers();
    await code.command('watchpost: Restart Server');
    await another(code, before);
    await code.problemCodes(ALL);
  }],

  ['a server that is killed during an edit comes back with the text of now', async (code) => {
    await code.command('Notifications: Clear All Notifications').catch(() => code.keys('Escape'));
    await code.click('return HttpResponse(order');
    const [before] = code.servers();
    await code.keys('Home');
    await code.page.keyboard.type('answer = ev');
    process.kill(before, 'SIGKILL');
    await code.page.keyboard.type('al(input())\n');
    await until('the notice', async () => (await code.notices()).some((text) => text.includes('ended and is started again')));
    await code.picture('killed');
    await another(code, before);
    await code.problemCodes([...ALL, 'PY307']);
    includes(await status(code), 'ready', 'the status');
    await code.keys('Escape');
  }],

  ['a server that ends again and again is left alone, and starts when asked', async (code) => {
    for (let deaths = 2; deaths <= 6; deaths += 1) {
      const before = await another(code, undefined);
      // One that dies before it has answered is told apart from one that ends later.
      await until('a server that is ready', async () => (await status(code)).includes('ready'));
      process.kill(before, 'SIGKILL');
      if (deaths <= 5) {
        await another(code, before);
      }
    }
    await until('the notice', async () => (await code.notices()).some((text) => text.includes('ended too often')));
    equal((await code.notices()).length <= 2, true, 'no notices beside those of the first death and of the last');
    equal(code.servers(), [], 'servers');
    includes(await status(code), 'left alone', 'the status');
    await code.picture('left-alone');
    await code.keys('Escape');
    await code.command('watchpost: Restart Server');
    await code.problemCodes([...ALL, 'PY307']);
  }],

  ['settings count at once', async (code) => {
    const file = path.join(project, '.vscode/settings.json');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const set = (settings) => fs.writeFileSync(file, JSON.stringify(settings));
    set({ 'watchpost.run': 'onSave' });
    await until('the setting', async () => (await code.debugInformation()).includes('run: OnSave'));
    await code.click('answer = eval', 'answer = '.length);
    await code.keys('Shift+End', 'Delete');
    await sleep(1500);
    await code.problemCodes([...ALL, 'PY307']);
    await code.save('shop/views.py');
    await code.problemCodes(ALL);

    fs.writeFileSync(path.join(project, 'strict.toml'), 'ignore = ["PY5"]\n');
    set({ 'watchpost.configuration': 'strict.toml' });
    await code.problemCodes(['PY602']);
    set({ 'watchpost.enable': false });
    await code.problemCodes([]);
    await until('no server', () => code.servers().length === 0);
    set({});
    await code.problemCodes(ALL);
  }],

  ['debug information', async (code) => {
    const text = await code.debugInformation();
    for (const part of ['server: running, 0.1.0', 'found by the extension', 'client: ', 'views.py']) {
      includes(text, part, 'the information');
    }
    equal(text.includes('wkhtmltopdf'), false, 'text of files in it');
  }],

  ['the logs', async (code) => {
    await code.command('watchpost: Show Logs');
    await until('the log', async () => plain(await code.page.locator('.panel .view-lines').first().innerText()).includes('found by the extension'));
  }],

  ['the walkthrough', async (code) => {
    await code.command('Welcome: Open Walkthrough...');
    await code.choose('Get Started with watchpost');
    await code.page.locator('.getting-started-step, .step-title').first().waitFor();
    await sleep(1500);
    await code.picture('walkthrough');
  }],
]);
