'use strict';

// A module in a context of its own is collected when that is disposed of, with its linear memory.

const path = require('node:path');
const process = require('node:process');
const { createSandbox } = require('../../lib/sandbox/index.js');
const { assert, run } = require('./support.js');

const leaky = path.join(__dirname, '../sandbox/fixtures/leaky.js');

run(async () => {
  const sandbox = await createSandbox(leaky);
  sandbox.call((module) => module._malloc(1000));
  const { wasmBytes } = sandbox;
  assert.ok(wasmBytes >= 2 ** 20, `${wasmBytes} bytes`);
  // JavaScriptCore keeps contexts: then that is what is told.
  if (process.versions.bun !== undefined) {
    await assert.rejects(sandbox.dispose({ timeoutMs: 100, explain: false }), {
      code: 'ERR_GC_TRACKER_LEAK',
    });
    return;
  }
  const freed = await sandbox.dispose();
  assert.deepStrictEqual([freed.collected, freed.wasmBytes], [true, wasmBytes]);
});
