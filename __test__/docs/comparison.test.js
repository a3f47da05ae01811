'use strict';

// docs/comparison.md: what it says of others is so (programs in comparison/), of the versions that it names; its commands
// exist; its program is explained as it shows.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { parseOptions } = require('../../bench/harness/options.js');
const { run } = require('../cli/run.js');
const { pinned } = require('../packages');
const { plainEnvironment, runNode } = require('../support/run.js');
const { ownModules, root, workspace } = require('../support/workspace.js');
const { programsOf, readPage, shownAfter } = require('./page.js');

const page = readPage('comparison.md');
const folder = path.join(__dirname, 'comparison');
const programs = fs.readdirSync(folder);

for (const program of programs) {
  const [, claim] = /\n\/\/ (.*?)\.?\n/.exec(fs.readFileSync(path.join(folder, program), 'utf8'));
  test(`${program}: ${claim}`, async () => {
    const env = { ...plainEnvironment(), NODE_PATH: pinned() };
    await runNode([path.join(folder, program)], { env });
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
  const dependenciesOf = (packages) =>
    JSON.parse(fs.readFileSync(path.join(root, packages, 'package.json'), 'utf8')).dependencies;
  const own = dependenciesOf('__test__/packages/pinned');
  assert.deepStrictEqual(versions, {
    'weak-napi': own['weak-napi'],
    'jest-leak-detector': own['jest-leak-detector'],
    memlab: dependenciesOf('bench')['@memlab/core'],
    DevTools: own['chrome-devtools-frontend'],
  });
  for (const [name, version] of Object.entries(dependenciesOf('bench'))) {
    assert.strictEqual(version, versions[name.replace(/@memlab\/.*/, 'memlab')], name);
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
    if (file.startsWith('bench/')) parseOptions(require(path.join(root, file)), args);
  }
});

test('the leak is explained as the page shows', async (t) => {
  const programs = programsOf(page);
  assert.deepStrictEqual(Object.keys(programs), ['leak.js']);
  const folder = workspace(t, { modules: ownModules, programs });
  await runNode(['leak.js'], { cwd: folder });
  const { stdout } = await run(['explain', 'leak.heapsnapshot', 'Session'], undefined, folder);
  const shown = shownAfter(page, 'gc-tracker, as in every report');
  const steps = (text) => text.slice(text.indexOf('(GC root)')).trim().split('\n');
  const withoutSizes = (text) =>
    steps(text).map((line) => line.replace(/@\d+/, '@').replace(/ +[\d.]+ k?B$/, ''));
  assert.deepStrictEqual(withoutSizes(stdout), withoutSizes(shown));
});
