'use strict';

// The functions of a native registry, called directly: what they refuse, and the arrays that they read and write.

const assert = require('node:assert');
const { test } = require('node:test');
const { loadAddon } = require('../../lib/native/index.js');

const native = loadAddon();
const createRegistry = () => native.createRegistry(1, () => {});

test('wrong arguments are refused', () => {
  const registry = createRegistry();
  const calls = [
    () => registry.track({}),
    () => registry.track({}, 'label'),
    () => registry.isCollected(0, -1),
    () => registry.untrack(undefined, 1),
    () => registry.gc(1),
    () => registry.step(),
    () => registry.step([0, 0, 0]),
    () => registry.step(new Float64Array(3)),
    () => registry.step(new Int32Array(3)),
    () => registry.stats(new Uint32Array(3)),
    () => registry.watchLifetimes(new Float64Array(3)),
  ];
  for (const call of calls) {
    assert.throws(call, {
      name: 'TypeError',
      code: 'ERR_GC_TRACKER_INVALID_CALL',
      message: 'the native side was called with wrong arguments; call the functions of index.js instead',
    });
  }
});

test('what cannot be held weakly is refused, and no slot is used', () => {
  const registry = createRegistry();
  assert.throws(() => registry.track(1, 0), {
    name: 'TypeError',
    code: 'ERR_GC_TRACKER_INVALID_TARGET',
    message:
      'this runtime cannot hold the target weakly; track an object, a function or an unregistered symbol',
  });
  assert.strictEqual(registry.track({}, 0), 0);
});

test('a stopped registry refuses targets', () => {
  const registry = createRegistry();
  registry.stop();
  assert.throws(() => registry.track({}, 0), {
    name: 'TypeError',
    code: 'ERR_GC_TRACKER_CLOSED',
    message: 'the environment is shutting down, nothing can be tracked any more',
  });
});

test('the statistics fill an array, and are cut off at the end of a short one', () => {
  const registry = createRegistry();
  const targets = [{}, {}, {}];
  targets.forEach((target, label) => {
    registry.track(target, 2 * label);
  });
  registry.untrack(1, 2);
  const long = new Float64Array(12).fill(7);
  registry.stats(long);
  assert.deepStrictEqual([...long], [0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]);
  const short = new Float64Array(2).fill(7);
  registry.stats(short);
  assert.deepStrictEqual([...short], [0, 1]);
});

test('an array is written where it begins in its buffer', () => {
  const registry = createRegistry();
  const target = {};
  registry.track(target, 0);
  const all = new Float64Array(4).fill(7);
  registry.stats(all.subarray(1, 3));
  assert.deepStrictEqual([...all], [7, 0, 1, 7]);
});

test('lifetimes are 0 where there are none', () => {
  const registry = createRegistry();
  registry.watchLifetimes(Uint32Array.of(10));
  const numbers = new Float64Array(5).fill(7);
  registry.lifetimes(numbers);
  assert.deepStrictEqual([...numbers], [0, 0, 0, 0, 0]);
});

test('a batch without room for a target gets none', () => {
  const registry = createRegistry();
  const empty = 0x40000000;
  assert.strictEqual(registry.step(new Uint32Array(2)), empty);
});

test('a detached array does no harm', () => {
  const registry = createRegistry();
  const numbers = new Float64Array(4);
  structuredClone(numbers, { transfer: [numbers.buffer] });
  try {
    registry.stats(numbers);
  } catch (error) {
    assert.strictEqual(error.code, 'ERR_GC_TRACKER_INVALID_CALL');
  }
  assert.strictEqual(numbers.length, 0);
});
