// Started by `vscode`: prints the time from the page's start to its text, from there to the first
// squiggle, and the median time from a keystroke to the squiggle it makes or takes away.

import { Workbench, sleep } from '../vscode/workbench.mjs';

const path = process.env.SERVER_PATH ?? '';
const code = await Workbench.start({ settings: { 'watchpost.path': path }, open: 'shop/long.py' });
const count = '.editor-instance .view-overlays [class*="squiggly-"]';
await code.page.waitForSelector('.editor-instance .view-lines .view-line');
const shown = Date.now();
// Where the first finding is.
await code.keys('Control+g');
await code.page.locator('.quick-input-widget input:visible').fill(':203');
await code.keys('Enter');
await code.page.waitForFunction((selector) => document.querySelector(selector) !== null, count, { polling: 20 });
const first = Date.now();
await sleep(2000);

await code.keys('End', 'Enter', 'Home');
await code.page.keyboard.type('eva(input())');
for (let left = 0; left < '(input())'.length; left += 1) {
  await code.keys('ArrowLeft');
}
await sleep(1500);
const times = [];
for (let round = 0; round < 10; round += 1) {
  for (const key of ['l', 'Backspace']) {
    const before = await code.page.locator(count).count();
    const changed = code.page.evaluate(
      ([selector, old]) =>
        new Promise((resolve) => {
          const started = performance.now();
          const look = () =>
            document.querySelectorAll(selector).length !== old ? resolve(performance.now() - started) : requestAnimationFrame(look);
          look();
        }),
      [count, before],
    );
    await code.keys(key);
    times.push(await changed);
    await sleep(400);
  }
}
times.sort((a, b) => a - b);
console.log(shown - code.opened, first - shown, Math.round(times[Math.floor(times.length / 2)]));
await code.stop();
