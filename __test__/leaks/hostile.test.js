'use strict';

// A failure to explain never replaces the verdict: leaks and growth are reported wherever the program runs.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { test } = require('node:test');
const { names } = require('./hostile.js');
const { someNodes } = require('../runtimes/index.js');
const { plainEnvironment, runNode } = require('../support/run.js');

const program = path.join(__dirname, 'hostile.js');

/** Flags that take something away. Node 20 has no addons under its permission model. */
const flags = [
  ['--frozen-intrinsics'],
  ['--disallow-code-generation-from-strings'],
  ['--disable-proto=throw'],
  ['--jitless'],
  ['--permission', '--allow-addons', '--allow-fs-read=*'],
];

for (const name of names) {
  test(
    `reported in spite of ${name}`,
    { skip: name.includes('directory') && process.platform === 'win32' },
    () => runNode([program, name]),
  );
}

for (const { name, version, command } of someNodes()) {
  for (const taken of flags) {
    const skip = taken[0] === '--permission' && Number.parseInt(version.replace('v', ''), 10) < 24;
    test(`${name}: reported with ${taken.join(' ')}`, { skip }, () =>
      runNode([...taken, program, 'flags'], { command }),
    );
  }
}

test('reported from a path with spaces, percents and an emoji, without a home', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc tracker 100%25 🗑 '));
  try {
    const { HOME: _, ...env } = plainEnvironment();
    fs.mkdirSync(path.join(folder, '__test__/leaks'), { recursive: true });
    for (const name of ['index.js', 'package.json', 'lib', '__test__/leaks/hostile.js']) {
      fs.cpSync(path.join(__dirname, '../..', name), path.join(folder, name), { recursive: true });
    }
    for (const name of fs.readdirSync(path.join(__dirname, '../..'))) {
      if (name.endsWith('.node'))
        fs.copyFileSync(path.join(__dirname, '../..', name), path.join(folder, name));
    }
    await runNode([path.join(folder, '__test__/leaks/hostile.js'), 'flags'], { cwd: folder, env });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
