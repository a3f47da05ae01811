'use strict';

// Exports as proxies.

const assert = require('node:assert');
const { inspect } = require('node:util');
const { createSandbox } = require('../../../../lib/sandbox/index.js');
const { checkFreed, fixture, real, rejection } = require('../../support.js');

module.exports = {
  async 'revoked exports hold nothing and say so'() {
    const sandbox = await createSandbox(real('opencv4'), { revocable: true });
    const cv = sandbox.exports;
    const mat = new cv.Mat(4, 4, cv.CV_8UC1);
    assert.ok(mat instanceof cv.Mat);
    assert.strictEqual(cv.Mat, cv.Mat);
    mat.data.set(new Uint8Array(16).fill(7));
    assert.deepStrictEqual([mat.rows, mat.data[5], mat.data.length], [4, 7, 16]);
    assert.match(inspect(mat), /^Mat/);
    const clone = mat.clone();
    assert.strictEqual(clone.data[15], 7);
    checkFreed(await sandbox.dispose());
    for (const use of [
      () => cv.Mat,
      () => mat.rows,
      () => mat.delete(),
      () => 'rows' in mat,
      () => Object.keys(cv),
    ]) {
      assert.throws(use, { code: 'ERR_GC_TRACKER_SANDBOX_DISPOSED', message: /drop the reference to it/ });
    }
    assert.strictEqual(inspect(mat), '[of a disposed sandbox]');
  },

  async 'revocable exports cross the border both ways'() {
    const sandbox = await createSandbox(fixture('border.js'), { revocable: true });
    const { Counter, each, fail, later, same, onTick, offTick, make } = sandbox.exports;
    const counter = new Counter(3);
    class Mine extends Counter {
      twice() {
        return this.count * 2;
      }
    }
    assert.deepStrictEqual([counter.add(2), counter.count, new Mine(4).count], [5, 5, 4]);
    assert.strictEqual(same(counter), counter);
    const own = { mine: true };
    assert.strictEqual(same(own), own);
    assert.strictEqual(same(rejection), rejection);
    assert.ok(Array.isArray(make()));
    assert.deepStrictEqual(
      [...make()].map(({ index }) => index),
      [0, 1],
    );
    const seen = [];
    each((item, index) => seen.push([item.index, index]));
    assert.deepStrictEqual(seen, [
      [0, 0],
      [1, 1],
    ]);
    assert.strictEqual((await later(5)).value, 5);
    assert.throws(
      fail,
      (error) => error instanceof Error && error.name === 'RangeError' && error.code === 'E_FAIL',
    );
    const error = await rejection(later(-1));
    assert.match(String(error.message), /negative/);
    const tick = () => {};
    assert.deepStrictEqual([onTick(tick), offTick(tick)], [1, 0]);
    counter.note = 'x';
    assert.deepStrictEqual(
      [Object.keys(counter), 'note' in counter, delete counter.note],
      [['count', 'note'], true, true],
    );
    assert.deepStrictEqual(Object.keys(Object.getOwnPropertyDescriptors(counter)), ['count']);
    for (const each of [Counter, make, make(), [1], make]) {
      const { length } = Object.getOwnPropertyDescriptors(each);
      assert.strictEqual(length.value, each.length);
    }
    checkFreed(await sandbox.dispose());
  },
};
