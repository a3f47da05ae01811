'use strict';

// The retained size in a report is that of Chrome DevTools, for the very snapshot that the assertion has taken.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { before, test } = require('node:test');
const oracle = require('../heap/oracle');
const { runNode } = require('../support/run.js');

const CASES = [
  'map-entry.js',
  'closure-variable.js',
  'async-function.js',
  'emitter-listener.js',
  'private-field.js',
  'linked-list.js',
  'timeout.js',
  'generator.js',
];

before(() => oracle.install());

/** Runs a planted leak with the snapshot kept in `file`; its leaks. */
async function leaksOf(name, file) {
  const folder = __dirname;
  const args = [
    '--require',
    path.join(folder, 'keep-snapshot.js'),
    path.join(folder, 'run.js'),
    name,
    'leak',
  ];
  const env = { ...process.env, GC_TRACKER_SNAPSHOT: file };
  const { stdout } = await runNode(args, { env });
  return JSON.parse(stdout).leaks;
}

for (const name of CASES) {
  test(`${name}: sizes are DevTools'`, async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-'));
    try {
      const file = path.join(folder, 'taken.heapsnapshot');
      const leaks = await leaksOf(name, file);
      const { id, shallowSize, retainedSize } = await oracle.columns(file);
      assert.ok(leaks.length > 0);
      for (const leak of leaks) {
        const row = id.indexOf(leak.id);
        assert.strictEqual(leak.shallowSize, shallowSize[row]);
        assert.strictEqual(leak.retainedSize, retainedSize[row]);
      }
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
}
