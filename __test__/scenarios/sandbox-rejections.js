'use strict';

// While a sandbox loads, an unhandled rejection of its module fails the load, and one of the host is told to the host.

const path = require('node:path');
const process = require('node:process');
const { createSandbox } = require('../../lib/sandbox/index.js');
const { assert, run, until } = require('./support.js');

const modules = path.join(__dirname, '../sandbox/modules');

run(async () => {
  const load = { code: 'ERR_GC_TRACKER_SANDBOX_LOAD' };
  const rejects = () =>
    assert.rejects(createSandbox(path.join(modules, 'rejects-late.js'), { timeoutMs: 20_000 }), load);
  await rejects();

  const told = [];
  const tell = (error) => told.push(error.message);
  // Without a listener for rejections, they are uncaught exceptions.
  process.on('uncaughtException', tell);
  let finish;
  const done = new Promise((resolve) => {
    finish = () => resolve({});
  });
  const loading = createSandbox(path.join(modules, 'graph.js'), { ready: () => done });
  Promise.reject(new Error('of the host'));
  await until(() => told.length > 0);
  await rejects();
  finish();
  await loading;
  process.off('uncaughtException', tell);
  assert.deepStrictEqual(told, ['of the host']);
  assert.strictEqual(process.listenerCount('unhandledRejection'), 0);
  assert.ok(!Object.hasOwn(process, 'emit'));
});
