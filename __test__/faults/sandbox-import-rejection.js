'use strict';

// Code that a loading module brings in by `import()` is the host's. Its unhandled rejections fail the load and not the process:
// of an async function, a bare promise, a chain, a nested import, a timer; and where the module gets ready before Node reports
// them.

const assert = require('node:assert');
const process = require('node:process');
const { createSandbox } = require('../../lib/sandbox/index.js');
const { rejection, write } = require('./support/sandbox.js');

write('nested.mjs', `export const fail = () => { Promise.reject(new TypeError('it has failed')); };`);
write(
  'part.mjs',
  `const error = () => new TypeError('it has failed');
export const ways = {
  async: () => { (async () => { await null; throw error(); })(); },
  bare: () => { Promise.reject(error()); },
  chain: () => { Promise.resolve().then(() => {}).then(() => { throw error(); }); },
  nested: () => { import('./nested.mjs').then(({ fail }) => fail()); },
  timer: () => { setTimeout(() => Promise.reject(error()), 5); },
};`,
);
const entry = write(
  'entry.js',
  `exports.start = async (way) => { (await import('./part.mjs')).ways[way](); return new Promise(() => {}); };
exports.startOwn = async () => { Promise.reject(new TypeError('it has failed')); return {}; };
exports.startReady = async (way) => { (await import('./part.mjs')).ways[way](); return {}; };
exports.work = async () => Object.keys((await import('./part.mjs')).ways).length;`,
);

async function main() {
  for (const way of ['async', 'bare', 'chain', 'nested', 'timer']) {
    const error = await rejection(
      createSandbox(entry, { ready: ({ start }) => start(way), timeoutMs: 10_000 }),
    );
    assert.deepStrictEqual(
      [error.code, error.cause.name, error.cause.message],
      ['ERR_GC_TRACKER_SANDBOX_LOAD', 'TypeError', 'it has failed'],
      way,
    );
  }
  for (const ready of [({ startOwn }) => startOwn(), ({ startReady }) => startReady('bare')]) {
    const { code, cause } = await rejection(createSandbox(entry, { ready }));
    assert.deepStrictEqual([code, cause?.message], ['ERR_GC_TRACKER_SANDBOX_LOAD', 'it has failed']);
  }
  // One that loads well.
  const sandbox = await createSandbox(entry);
  assert.strictEqual(await sandbox.call(({ work }) => work()), 5);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
