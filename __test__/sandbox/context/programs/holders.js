'use strict';

// Disposals: what they give back, and who holds a sandbox.

const assert = require('node:assert');
const { pathToFileURL } = require('node:url');
const { inspect } = require('node:util');
const { LeakError } = require('../../../..');
const { createSandbox } = require('../../../../lib/sandbox/index.js');
const { checkFreed, fixture, real, rejection } = require('../../support.js');

const held = new Map();

/** Each answer from the cache, which `close` refuses to free. */
function leakRequests(leaky) {
  const open = leaky.cwrap('request_open', 'number', ['string']);
  const close = leaky.cwrap('request_close', 'number', ['number']);
  assert.strictEqual(close(open('/logo.png')), 0);
  for (let i = 0; i < 2000; i++) assert.strictEqual(close(open('/logo.png')), -1);
}

module.exports = {
  async 'after disposal its exports say so'() {
    const sandbox = await createSandbox(pathToFileURL(fixture('graph.js')));
    assert.deepStrictEqual([sandbox.disposed, sandbox.wasmBytes], [false, 0]);
    const [first, second] = await Promise.all([sandbox.dispose(), sandbox.dispose()]);
    assert.deepStrictEqual(first, second);
    assert.deepStrictEqual(await sandbox.dispose(), first);
    assert.strictEqual(sandbox.disposed, true);
    assert.throws(() => sandbox.exports, { code: 'ERR_GC_TRACKER_SANDBOX_DISPOSED', message: /graph\.js/ });
    assert.throws(() => sandbox.call(() => {}), { code: 'ERR_GC_TRACKER_SANDBOX_DISPOSED' });
  },

  async 'who holds it is named, and may let go'() {
    const sandbox = await createSandbox(real('draco3d/draco_decoder_nodejs.js'));
    sandbox.call(({ Decoder }) => void held.set('last', new Decoder()));
    const error = await rejection(sandbox.dispose({ timeoutMs: 200 }));
    assert.ok(error instanceof LeakError, inspect(error));
    assert.match(
      error.message,
      /^1 of 1 disposed sandbox was not collected \(\d+ full GCs, [\d,]+ ms\)\n\nsandbox ".*draco/,
    );
    const [{ path: steps, hint }] = error.leaks;
    assert.strictEqual(hint, null);
    assert.deepStrictEqual(steps.map(({ label, suspect }) => [label, suspect]).slice(-2), [
      ['variable held', true],
      ['["last"]', true],
    ]);
    held.clear();
    checkFreed(await sandbox.dispose());
  },

  async 'of two holders the one that says more is named'() {
    const sandbox = await createSandbox(fixture('border.js'));
    const counter = new sandbox.exports.Counter(1);
    held.set('counter', counter);
    const error = await rejection(sandbox.dispose({ timeoutMs: 200 }));
    assert.match(error.message, /variable held {2}Map\n.*\n.*\["counter"\] {2}Counter/);
    assert.strictEqual(counter.count, 1);
  },

  async 'memory that our own leaky module has lost is given back'() {
    const sandbox = await createSandbox('../../fixtures/leaky.js');
    const { wasmBytes: before } = sandbox;
    sandbox.call(leakRequests);
    assert.ok(sandbox.wasmBytes > before + 2 ** 20, `${sandbox.wasmBytes}`);
    const { wasmBytes: leaked } = sandbox;
    const freed = await sandbox.dispose();
    assert.strictEqual(freed.wasmBytes, leaked);
  },

  async 'a local variable that holds it is named'() {
    const sandbox = await createSandbox(real('draco3d/draco_decoder_nodejs.js'));
    const draco = sandbox.exports;
    const decoder = new draco.Decoder();
    const error = await rejection(sandbox.dispose({ timeoutMs: 200 }));
    assert.match(error.message.replace(/\s+/g, ' '), /held only by a local variable .* `sandbox\.call/);
    assert.ok(decoder.ptr > 0);
  },

  async 'without measuring it is proven too'() {
    const sandbox = await createSandbox(real('sql.js'));
    const { wasmBytes } = sandbox;
    const freed = await sandbox.dispose({ measure: false });
    assert.deepStrictEqual(freed, { collected: true, heapBytes: null, externalBytes: null, wasmBytes });
  },

  async 'without an explanation no snapshot is taken'() {
    const sandbox = await createSandbox(real('sql.js'));
    sandbox.call(({ Database }) => void held.set('last', new Database()));
    const error = await rejection(sandbox.dispose({ timeoutMs: 100, explain: false }));
    assert.deepStrictEqual([error.code, error.leaks[0].path], ['ERR_GC_TRACKER_LEAK', []]);
    held.clear();
  },
};
