'use strict';

// docs/comparison.md: what it says of others is so (programs in comparison/), of the versions that it names; its commands
// exist; its program is explained as it shows.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { test } = require('node:test');
const { promisify } = require('node:util');
const { parseOptions } = require('../../bench/harness/options.js');
const { run } = require('../cli/run.js');
const { shownAfter } = require('./example.js');
const { packages } = require('./migration/packages.js');

const root = path.resolve(__dirname, '../..');
const page = fs.readFileSync(path.join(root, 'docs/comparison.md'), 'utf8');
const folder = path.join(__dirname, 'comparison');
const programs = fs.readdirSync(folder);

for (const program of programs) {
  const [, claim] = /\n\/\/ (.*?)\.?\n/.exec(fs.readFileSync(path.join(folder, program), 'utf8'));
  test(`${program}: ${claim}`, async () => {
    const env = { ...process.env, NODE_PATH: packages() };
    await promisify(execFile)(process.execPath, [path.join(folder, program)], { env, timeout: 60_000 });
  });
}

test('the page names these programs, and no other', () => {
  const named = [...page.matchAll(/\| `([\w-]+\.js)` \|$/gm)].map(([, name]) => name);
  assert.deepStrictEqual([...named].sort(), programs);
});

test('each number in a table is explained, and each explanation is referred to', () => {
  const explained = [...page.matchAll(/^\| (\d+) \||^\[(\d+)\] /gm)].map(([, row, line]) => row ?? line);
  const used = [...page.matchAll(/(?<!^)\[(\d+)\]/gm)].map(([, number]) => number);
  assert.deepStrictEqual([...new Set(used)].sort(), explained);
});

test('the versions are those that the tests and benches install', () => {
  const versions = Object.fromEntries(
    [...page.matchAll(/^\| ([\w-]+) \| ([\d.]+) \|/gm)].map(([, name, version]) => [name, version]),
  );
  const pinned = (place) =>
    JSON.parse(fs.readFileSync(path.join(root, place, 'package.json'), 'utf8')).dependencies;
  assert.deepStrictEqual(versions, {
    'weak-napi': pinned('__test__/docs/migration')['weak-napi'],
    'jest-leak-detector': pinned('__test__/docs/migration')['jest-leak-detector'],
    memlab: pinned('bench')['@memlab/core'],
    DevTools: pinned('__test__/heap/oracle')['chrome-devtools-frontend'],
  });
  for (const [name, version] of Object.entries(pinned('bench'))) {
    assert.strictEqual(version, versions[name.replace(/^@memlab\/.*/, 'memlab')], name);
  }
});

test('the commands are there, and take these arguments', () => {
  const commands = [...page.matchAll(/(?:^ {4}|`)node ((?:--test )?\w+\/[^`\n]+)/gm)].map(([, line]) =>
    line.split(' '),
  );
  assert.ok(commands.length > 3);
  for (const words of commands) {
    const [file, ...args] = words.filter((word) => word !== '--test');
    assert.ok(fs.existsSync(path.join(root, file)), file);
    if (file.startsWith('bench/')) {
      parseOptions(require(path.join(root, file)), args);
    }
  }
});

test('the leak is explained as the page shows', async () => {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-comparison-'));
  try {
    const [, code, name] = /```js\n(\/\/ (\S+)\n.*?)```/s.exec(page);
    fs.writeFileSync(path.join(place, name), code);
    await promisify(execFile)(process.execPath, [name], { cwd: place });
    const { stdout } = await run(['explain', 'leak.heapsnapshot', 'Session'], undefined, place);
    const shown = shownAfter(page, 'gc-tracker, as in every report');
    const steps = (text) => text.slice(text.indexOf('(GC root)')).trim().split('\n');
    const withoutSizes = (text) =>
      steps(text).map((line) => line.replace(/@\d+/, '@').replace(/ +[\d.]+ k?B$/, ''));
    assert.deepStrictEqual(withoutSizes(stdout), withoutSizes(shown));
  } finally {
    fs.rmSync(place, { recursive: true });
  }
});
