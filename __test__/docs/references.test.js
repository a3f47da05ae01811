'use strict';

// The examples of all declaration files, which docs/api/ shows, run as they stand but for types that JavaScript does not have.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { before, describe, test } = require('node:test');
const { current, pinned, second } = require('../packages');
const { installTracker } = require('../packages/tracker.js');
const { runNode } = require('../support/run.js');
const { ownModules, root, workspace } = require('../support/workspace.js');

const types = path.join(root, 'types');
const isOld = Number.parseInt(process.versions.node, 10) < 22;

/** The examples of a declaration file, in order. */
function examplesOf(file) {
  const text = fs.readFileSync(path.join(types, file), 'utf8');
  return [...text.matchAll(/^( *)\* @example\n((?:\1\* .*\n)+)/gm)].map(([, indent, lines]) =>
    lines.replaceAll(`${indent}* `, ''),
  );
}

const own = () => ({
  ...ownModules,
  '@techstark/opencv-js': path.join(pinned(), 'opencv4'),
  'sql.js': path.join(pinned(), 'sql.js'),
});

/**
 * Where each example is a program: with all that the `entries` export, what it assumes, and what ends it where it goes on. It
 * prints nothing on stderr, and `prints` on stdout if that is given.
 */
const programs = {
  'index.d.ts': { entries: ['gc-tracker'] },
  'heap.d.ts': {
    entries: ['gc-tracker/heap'],
    before: "require('node:v8').writeHeapSnapshot('Heap.heapsnapshot');",
  },
  'monitor.d.ts': {
    entries: ['gc-tracker/monitor'],
    before: 'const sessions = new Map();',
    after: 'monitor.dispose();',
  },
  'sandbox.d.ts': { entries: ['gc-tracker/sandbox'] },
  'prometheus.d.ts': {
    entries: ['gc-tracker', 'gc-tracker/monitor', 'gc-tracker/prometheus'],
    after: 'monitor.dispose();',
    prints: /^gc_tracker_live_objects\{label="session"\} [01]$/m,
    modules: current,
  },
  'opentelemetry.d.ts': {
    entries: ['gc-tracker', 'gc-tracker/monitor', 'gc-tracker/opentelemetry'],
    after: 'monitor.dispose();',
    modules: current,
  },
};

const assumed = `
const cache = new Set();
class Session { handle = trackGC(this); }
const track = () => trackGC({});
`;
const required = `const { trackGC } = require('gc-tracker');${assumed}`;
const imported = `import { trackGC } from 'gc-tracker';${assumed}`;
const asTest = (code) => `it('runs', async () => { const tracked = track();\n${code}\n});`;

/** Where the examples are a part of a test: its files and the command that runs it. */
const runners = {
  'mocha.d.ts': {
    files: (code) => ({
      'a.test.js': `${required} const { allowLeaks } = require('gc-tracker/mocha');\n${code}`,
    }),
    args: ['node_modules/mocha/bin/mocha.js', '--require', 'gc-tracker/mocha', 'a.test.js'],
  },
  'node-test.d.ts': {
    files: (code) => ({
      'a.test.js': `${required} const { test } = require('node:test');
        const { allowLeaks } = require('gc-tracker/node-test');\n${code}`,
    }),
    args: ['--test', '--require', 'gc-tracker/node-test', 'a.test.js'],
  },
  'jest.d.ts': {
    files: (code) => ({
      'jest.config.js': "module.exports = { setupFilesAfterEnv: ['gc-tracker/jest'] };",
      'a.test.js': required + asTest(code),
    }),
    args: ['node_modules/jest/bin/jest.js'],
  },
  'vitest.d.mts': {
    files: (code) => ({
      'vitest.config.mjs': "export default { test: { setupFiles: ['gc-tracker/vitest'] } };",
      'a.test.mjs': `import { expect, it } from 'vitest'; ${imported}${asTest(code)}`,
    }),
    args: ['node_modules/vitest/vitest.mjs', 'run'],
    modules: isOld ? second : current,
  },
  'chai.d.ts': {
    files: (code) => ({
      'a.test.js': `const chai = require('chai'); chai.use(require('gc-tracker/chai'));
        const { expect } = chai; ${required}${asTest(code)}`,
    }),
    args: ['node_modules/mocha/bin/mocha.js', 'a.test.js'],
  },
};

before(installTracker);

test('all declaration files are here', () => {
  assert.deepStrictEqual(fs.readdirSync(types).sort(), Object.keys({ ...programs, ...runners }).sort());
});

for (const [file, { entries, before = '', after = '', prints = /(?:)/, modules = own }] of Object.entries(
  programs,
)) {
  const loads = entries.map(
    (entry) => `const { ${Object.keys(require(entry)).join(', ')} } = require('${entry}');`,
  );
  describe(file, () => {
    for (const example of examplesOf(file)) {
      test(`this example runs: ${example.split('\n', 1)[0]}`, async (t) => {
        const code = `${loads.join('\n')}
          const main = async () => { ${before} ${example} ${after} };
          main().catch((error) => { console.error(error); process.exitCode = 1; });`;
        const folder = workspace(t, { modules: modules(), programs: { 'program.js': code } });
        const { stdout, stderr } = await runNode(['program.js'], { cwd: folder });
        assert.strictEqual(stderr, '');
        assert.match(stdout, prints);
      });
    }
  });
}

for (const [file, { files, args, modules = current }] of Object.entries(runners)) {
  test(`the examples of ${file} run`, async (t) => {
    const code = examplesOf(file).join('\n').replaceAll('(track: Track)', '(track)');
    const folder = workspace(t, { modules: modules(), programs: files(code) });
    const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' };
    const { stdout, stderr } = await runNode(args, { cwd: folder, env });
    assert.match(stdout + stderr, /1 (pass|passed|passing)\b|pass 1\b/);
  });
}

test('the references have these examples', () => {
  const counts = Object.fromEntries(fs.readdirSync(types).map((file) => [file, examplesOf(file).length]));
  for (const [file, count] of Object.entries(counts)) assert.ok(count > 0, file);
  assert.deepStrictEqual([counts['prometheus.d.ts'], counts['opentelemetry.d.ts']], [1, 1]);
  const examples = examplesOf('index.d.ts');
  const names = [
    'trackGC',
    'markDisposed',
    'assertCollected',
    'assertNoLeaks',
    'assertNoGrowth',
    'findLeaks',
  ];
  for (const name of names)
    assert.ok(
      examples.some((example) => example.includes(`${name}(`)),
      name,
    );
});
