// What `record` has VS Code do: open, look, repair, type, save, leave.

import * as fs from 'node:fs';
import * as path from 'node:path';
import { Workbench, until } from '../editors/vscode/workbench.mjs';

const code = await Workbench.start({
  settings: {
    'watchpost.path': path.join(process.env.STATE, 'bin/watchpost'),
    'editor.autoClosingBrackets': 'never',
    'editor.autoClosingQuotes': 'never',
    'editor.autoClosingOvertype': 'never',
    'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
    'editor.parameterHints.enabled': false,
  },
});
try {
  await code.open('views.py');
  await code.problemCodes(['PY501', 'PY506', 'PY602']);
  await code.hover('yaml.load', 6);
  await code.keys('Escape');
  await code.click('verify=False', 7);
  await code.fix('Check the certificate');
  await code.problemCodes(['PY506', 'PY602']);
  await code.click('subprocess.run');
  await code.keys('Control+End');
  await code.page.keyboard.type('\nprice = "für 𝟙 € 🧾", eval(input())\n');
  await code.problemCodes(['PY506', 'PY602', 'PY307']);
  await code.save('shop/views.py');
  // Closing the browser alone would leave the server waiting for it to come back.
  await code.command('Developer: Reload Window');
  await until('the end of the server', () => fs.readFileSync(process.env.LOG, 'utf8').includes('"method": "exit"'));
} finally {
  await code.stop();
}
