// A workbench with the extension in it, a browser that looks at it, and what users do with both.

import { spawn, execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';

const { EDITORS, KEEP, STATE, PROJECT, VSIX } = process.env;
export const project = PROJECT;
export const state = STATE;

const { chromium } = createRequire(path.join(EDITORS, 'workbench/driver/'))('playwright-core');
const CODE_SERVER = path.join(EDITORS, 'workbench/code/node_modules/.bin/code-server');

/** Longer than anything takes on a busy machine. */
const PATIENCE = Number(process.env.PATIENCE ?? 60) * 1000;

/** Nothing that asks, moves or phones home. */
const SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'files.autoSave': 'off',
};

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(what, holds, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await holds();
    if (answer) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`waited in vain for ${what}`);
    }
    await sleep(100);
  }
}

export function equal(found, wanted, what) {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${what}\n  found  ${JSON.stringify(found)}\n  wanted ${JSON.stringify(wanted)}`);
  }
}

export function includes(text, part, what = 'text') {
  if (!text.includes(part)) {
    throw new Error(`${what} has no ${JSON.stringify(part)}:\n${text}`);
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Text as the workbench shows it: its blanks are no blanks. */
export const plain = (text) => text.replace(/\s+/g, ' ').trim();

export class Workbench {
  /** Starts a server with the extension and opens the project in a browser. */
  static async start({ trust = true, settings = {}, open = undefined } = {}) {
    const self = new Workbench();
    self.extensions = path.join(STATE, 'extensions');
    self.data = path.join(STATE, 'code');
    fs.mkdirSync(path.join(self.data, 'User'), { recursive: true });
    fs.writeFileSync(path.join(self.data, 'User/settings.json'), JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
    const folders = ['--user-data-dir', self.data, '--extensions-dir', self.extensions];
    execFileSync(CODE_SERVER, [...folders, '--install-extension', VSIX], { stdio: 'pipe' });

    const port = await freePort();
    const flags = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'];
    if (trust) {
      flags.push('--disable-workspace-trust');
    }
    const log = fs.openSync(path.join(KEEP, 'workbench.log'), 'a');
    self.process = spawn(CODE_SERVER, [...folders, ...flags], { stdio: ['ignore', log, log], detached: true });
    await until('the workbench to listen', async () => {
      try {
        return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
      } catch {
        return false;
      }
    });

    self.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    const origin = `http://127.0.0.1:${port}`;
    self.context = await self.browser.newContext({ viewport: { width: 1280, height: 800 } });
    await self.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    self.page = await self.context.newPage();
    self.page.setDefaultTimeout(PATIENCE);
    self.opened = Date.now();
    const file = `vscode-remote://127.0.0.1:${port}${PROJECT}/${open}`;
    const payload = open === undefined ? '' : `&payload=${encodeURIComponent(JSON.stringify([['openFile', file]]))}`;
    await self.page.goto(`${origin}/?folder=${PROJECT}${payload}`);
    await self.page.waitForSelector('.monaco-workbench');
    return self;
  }

  async stop() {
    await this.browser?.close();
    if (this.process !== undefined) {
      try {
        process.kill(-this.process.pid, 'SIGTERM');
      } catch {
        // It has gone already.
      }
      await until('the workbench to end', () => this.process.exitCode !== null || this.process.signalCode !== null);
    }
  }

  picture(name, options = {}) {
    return this.page.screenshot({ path: path.join(KEEP, `${name}.png`), animations: 'disabled', caret: 'hide', ...options });
  }

  keys(...keys) {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  /**
   * Types a text into the box at the top that a key opens, and runs the row that begins so.
   * A page that has just been loaded takes the keyboard away, and the box closes: then once more.
   */
  async pick(key, text, title) {
    const input = this.page.locator('.quick-input-widget input:visible').first();
    const row = this.page.locator('.quick-input-list .monaco-list-row').first();
    await until(`the row ${title}`, async () => {
      if (!(await input.isVisible())) {
        await this.keys(key);
      }
      try {
        await input.fill(text, { timeout: 2000 });
        await until(title, async () => plain(await row.innerText({ timeout: 1000 })).startsWith(title), 2000);
        await input.press('Enter', { timeout: 2000 });
        return true;
      } catch {
        // Closed meanwhile, or nothing like it yet: a new box looks anew.
        await this.keys('Escape');
        return false;
      }
    });
  }

  /** Runs a command of the palette by its title. */
  command(title) {
    return this.pick('F1', `>${title}`, title);
  }

  /** Titles of the palette for some text. */
  async palette(text) {
    await this.keys('F1');
    await this.page.waitForSelector('.quick-input-widget input:visible');
    await this.page.keyboard.type(text);
    await sleep(500);
    const rows = await this.page.locator('.quick-input-list .monaco-list-row .label-name').allInnerTexts();
    await this.keys('Escape');
    return rows.map(plain);
  }

  /** Opens a file by a part of its name, and waits for its tab. */
  async open(name) {
    const base = path.basename(name);
    await this.pick('Control+p', name, base);
    await this.page.waitForSelector(`.tab.active[data-resource-name="${base}"]`);
    await this.page.waitForSelector('.editor-instance .view-lines .view-line');
  }

  /** Chooses the row of a list at the top that begins so. */
  async choose(title) {
    const input = this.page.locator('.quick-input-widget input:visible').first();
    await input.waitFor();
    await this.page.keyboard.type(title);
    const first = this.page.locator('.quick-input-list .monaco-list-row').first();
    await until(`the row ${title}`, async () => plain(await first.innerText().catch(() => '')).startsWith(title));
    await this.keys('Enter');
  }

  async closeTab(name) {
    const tab = this.page.locator(`.tab[data-resource-name="${name}"]`).first();
    await tab.locator('.tab-actions .action-label').click();
    await tab.waitFor({ state: 'detached' });
  }

  /** How many places are underlined in the editor. */
  squiggles() {
    return this.page.locator('.editor-instance .view-overlays [class*="squiggly-"]').count();
  }

  /** What the Problems panel lists: the texts of its rows. */
  async problems() {
    if (!(await this.page.locator('.markers-panel').isVisible())) {
      await this.command('View: Toggle Problems');
      await this.page.waitForSelector('.markers-panel');
    }
    return (await this.page.locator('.markers-panel .monaco-list-row').allInnerTexts()).map(plain);
  }

  /** Waits until the panel lists just these codes; the order is the panel's affair. */
  async problemCodes(wanted) {
    let codes;
    try {
      await until('problems', async () => {
        const rows = await this.problems();
        codes = rows.flatMap((row) => row.match(/watchpost \W?([A-Z]+\d+)/)?.[1] ?? []);
        return JSON.stringify(codes.sort()) === JSON.stringify([...wanted].sort());
      });
    } catch {
      throw new Error(`problems\n  found  ${codes}\n  wanted ${wanted}\n${(await this.problems()).join('\n')}`);
    }
  }

  /** The line of the editor that has a text, as an element. */
  line(text) {
    const pattern = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s');
    return this.page.locator('.editor-instance .view-line', { hasText: new RegExp(pattern) }).first();
  }

  /** The place of the first character of a text in the editor, on the screen. */
  async placeOf(text, within = 0) {
    if ((await this.line(text).count()) === 0) {
      await this.reveal(text);
    }
    await this.line(text).waitFor();
    // A line is where it was until scrolling has ended.
    await sleep(200);
    const place = await this.line(text).evaluate(
      (element, [wanted, offset]) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const nodes = [];
        let whole = '';
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          nodes.push([whole.length, node]);
          whole += node.data.replace(/\u00a0/g, ' ');
        }
        const at = whole.indexOf(wanted) + offset;
        const [start, node] = nodes.findLast(([begin]) => begin <= at);
        const range = document.createRange();
        range.setStart(node, at - start);
        range.setEnd(node, at - start + 1);
        const box = range.getBoundingClientRect();
        return { x: box.x, y: box.y, width: box.width, height: box.height };
      },
      [text, within],
    );
    return place;
  }

  /** Scrolls to the first line of the saved file that has a text. */
  async reveal(text) {
    const name = await this.page.locator('.tab.active').getAttribute('data-resource-name');
    const file = [name, `shop/${name}`].map((place) => path.join(PROJECT, place)).find((place) => fs.existsSync(place));
    const line = fs.readFileSync(file, 'utf8').split('\n').findIndex((found) => found.includes(text)) + 1;
    await this.keys('Control+g');
    await this.page.waitForSelector('.quick-input-widget input:visible');
    await this.page.keyboard.type(String(line));
    await this.keys('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  async hover(text, within = 0) {
    const at = await this.placeOf(text, within);
    await this.page.mouse.move(at.x + at.width / 2, at.y + at.height / 2 + 30);
    await this.page.mouse.move(at.x + at.width / 2, at.y + at.height / 2, { steps: 4 });
    await this.page.waitForSelector('.monaco-hover:not(.hidden) .hover-row');
    return plain(await this.page.locator('.monaco-hover:not(.hidden)').first().innerText());
  }

  async click(text, within = 0) {
    const at = await this.placeOf(text, within);
    // Left half: the cursor goes before the character.
    await this.page.mouse.click(at.x + 1, at.y + at.height / 2);
  }

  /** Opens the menu of quick fixes at the cursor; its titles. */
  async fixes() {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await until('the menu of fixes', async () => {
      await this.keys('Control+.');
      try {
        // Actions come only when the server has answered.
        await rows.first().waitFor({ timeout: 3000 });
        return true;
      } catch {
        return false;
      }
    });
    await sleep(200);
    return (await rows.allInnerTexts()).map(plain);
  }

  async fix(title) {
    const titles = await this.fixes();
    const index = titles.findIndex((found) => found.startsWith(title));
    if (index < 0) {
      throw new Error(`no fix ${title}; there are: ${titles.join(' | ')}`);
    }
    await this.page.locator('.action-widget .monaco-list-row.action').nth(index).click();
  }

  async save(name) {
    await until('something to save', async () => (await this.page.locator('.tab.active.dirty').count()) === 1);
    await this.keys('Control+s');
    await until('the file to be saved', async () => (await this.page.locator('.tab.active.dirty').count()) === 0);
    return fs.readFileSync(path.join(PROJECT, name), 'utf8');
  }

  /** What the command for reports puts into the clipboard. */
  async debugInformation() {
    await this.page.evaluate(() => navigator.clipboard.writeText(''));
    await this.command('watchpost: Copy Debug Information');
    return until('the clipboard', async () => {
      const found = await this.page.evaluate(() => navigator.clipboard.readText());
      return found.startsWith('extension: ') && found;
    });
  }

  /** Messages at the bottom right. */
  async notices() {
    return (await this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts()).map(plain);
  }

  /** Process ids of servers that come with the extension. */
  servers() {
    return fs.readdirSync('/proc').filter((name) => {
      if (!/^\d+$/.test(name)) {
        return false;
      }
      try {
        return fs.readlinkSync(`/proc/${name}/exe`).startsWith(this.extensions);
      } catch {
        return false;
      }
    }).map(Number);
  }

  /** The text of a page in a web view. */
  async pageText() {
    for (const frame of this.page.frames()) {
      const text = await frame.locator('.markdown-body').innerText({ timeout: 500 }).catch(() => '');
      if (text !== '') {
        return text;
      }
    }
    return '';
  }

  /** Logs of the extension host and of our channels, for a test that failed. */
  logs() {
    const found = [];
    const walk = (folder) => {
      for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
        const place = path.join(folder, entry.name);
        if (entry.isDirectory()) {
          walk(place);
        } else if (/watchpost|remoteexthost\.log|exthost\.log/.test(place)) {
          found.push(`--- ${place}\n${fs.readFileSync(place, 'utf8').slice(-6000)}`);
        }
      }
    };
    const folder = path.join(this.data, 'logs');
    if (fs.existsSync(folder)) {
      walk(folder);
    }
    return found.join('\n');
  }
}

/** Runs tests one after the other in one workbench; stops at the first that fails, as the next ones build on it. */
export async function run(name, options, tests) {
  let workbench;
  let failed = false;
  try {
    workbench = await Workbench.start(options);
    for (const [title, test] of tests) {
      const started = Date.now();
      try {
        await test(workbench);
        console.log(`ok ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      } catch (error) {
        console.log(`NOT OK ${title}\n${error.stack ?? error}`);
        failed = true;
        break;
      }
    }
  } catch (error) {
    console.log(`NOT OK ${name}: ${error.stack ?? error}`);
    failed = true;
  }
  if (failed && workbench?.page !== undefined) {
    await workbench.picture(`failed-${name}`).catch(() => {});
    fs.writeFileSync(path.join(KEEP, `failed-${name}.log`), workbench.logs());
    console.log(workbench.logs().split('\n').slice(-60).join('\n'));
  }
  await workbench?.stop();
  if (!failed && workbench !== undefined) {
    try {
      await until('all servers to end with the editor', () => workbench.servers().length === 0, 5000);
      console.log('ok no server left');
    } catch (error) {
      console.log(`NOT OK ${error.message}`);
      failed = true;
    }
  }
  process.exit(failed ? 1 : 0);
}
