'use strict';

// A rejection of the host ends its process while a sandbox loads as it does otherwise: also in a worker, after a load that has
// failed, with an AsyncLocalStorage of the host, and in each mode of `--unhandled-rejections`.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const process = require('node:process');
const { slowModule, write } = require('./support/sandbox.js');

const sandbox = JSON.stringify(require.resolve('../../lib/sandbox/index.js'));
const slow = JSON.stringify(slowModule(3000));
const throws = JSON.stringify(write('throws.js', 'throw new Error("of the module")'));

const FAIL = `setTimeout(() => Promise.reject(new Error('of the host')), 20);`;
const LOAD = `const { createSandbox } = require(${sandbox});`;
const programs = {
  plain: `${LOAD} createSandbox(${slow}); ${FAIL}`,
  'after a failure': `${LOAD} createSandbox(${throws}).catch(() => { createSandbox(${slow}); ${FAIL} });`,
  'in a context of the host': `${LOAD} const { AsyncLocalStorage } = require('node:async_hooks');
    new AsyncLocalStorage().run({}, () => { createSandbox(${slow}); ${FAIL} });`,
  'in a worker': `const { Worker } = require('node:worker_threads');
    const code = ${JSON.stringify(`${LOAD} createSandbox(${slow}); ${FAIL}`)};
    new Worker(code, { eval: true }).on('error', (error) => { throw error; });`,
};

function end(name, flags = []) {
  const file = write(`${name.replaceAll(' ', '-')}.js`, programs[name]);
  const { status, stderr } = spawnSync(process.execPath, [...flags, file], { encoding: 'utf8' });
  return { status, stderr };
}

for (const name of Object.keys(programs)) {
  const { status, stderr } = end(name);
  assert.match(stderr, /of the host/, name);
  assert.strictEqual(status, 1, name);
}
for (const [mode, status] of Object.entries({ strict: 1, throw: 1, 'warn-with-error-code': 1, warn: 0 })) {
  const found = end('plain', [`--unhandled-rejections=${mode}`]);
  assert.match(found.stderr, /of the host/, mode);
  assert.strictEqual(found.status, status, mode);
}
