'use strict';

// assertNoGrowth, each program in a process of its own; its reports; in workers and on all runtimes.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { describe, test } = require('node:test');
const { runCase } = require('./cases.js');
const { names } = require('./programs.js');
const { nodes } = require('../runtimes');
const { installed } = require('../runtimes');
const { runScenario } = require('../scenarios');
const { runNode } = require('../support/run.js');

const folder = __dirname;

describe('assertNoGrowth', { concurrency: 2 }, () => {
  for (const name of names) {
    test(name, async () => {
      await runNode(['programs.js', name], { cwd: folder });
    });
  }
});

/** Without what differs from run to run and from one version of Node.js to the next. */
function normal(message) {
  return message
    .replace(/@\d+/g, '@1')
    .replace(
      /\(\d+ rounds of (\d+) loops, \d+ heap snapshots, [\d,]+ ms\)/,
      '(9 rounds of $1 loops, 4 heap snapshots, 1 ms)',
    )
    .replace(/\[(?:"user-)?\d+"?\]/, '[69]')
    .replace(/(?:\d[\d.,]* → )+… .*/, '1 → 2 → 3 → … → 4 → 5 → 6');
}

describe('reports of growth', { concurrency: 2 }, () => {
  for (const { name: runtime, command } of nodes()) {
    for (const name of ['map', 'emitter', 'wasm-memory', 'test-local']) {
      test(`${name}, ${runtime}`, async () => {
        const { message } = await runCase(`${name}.js`, 'leak', { command });
        const expected = fs.readFileSync(path.join(folder, 'reports', `${name}.txt`), 'utf8');
        assert.strictEqual(`${normal(message)}\n`, expected);
      });
    }
  }
});

describe('growth on other runtimes', () => {
  for (const runtime of installed().filter(({ name }) => !name.startsWith('node'))) {
    test(runtime.name, async () => {
      const { ok, reason } = await runScenario('growth', runtime);
      assert.ok(ok, reason);
    });
  }
});
