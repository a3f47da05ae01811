'use strict';

const assert = require('node:assert');
const { test } = require('node:test');
const { argumentError, quote } = require('../../lib/util/errors.js');

test('a quoted value is short and on one line', () => {
  const values = [
    [undefined, 'undefined'],
    [10n, '10n'],
    ['text', "'text'"],
    [function named() {}, 'function named'],
    [() => {}, 'function (anonymous)'],
    [[1, 2, 3, 4, 5], '[ 1, 2, 3, ... 2 more items ]'],
    [{ a: { b: 1 } }, '{ a: [Object] }'],
  ];
  for (const [value, expected] of values) assert.strictEqual(quote(value), expected);
  const long = quote(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`key${i}`, i])));
  assert.ok(long.length <= 80 && !long.includes('\n'), long);
});

test('a value that cannot be inspected is quoted all the same', () => {
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error('trap');
      },
    },
  );
  assert.strictEqual(typeof quote(hostile), 'string');
});

test('an argument error is a TypeError with a code', () => {
  const error = argumentError('ERR_GC_TRACKER_INVALID_TARGET', 'message');
  assert.ok(error instanceof TypeError);
  assert.strictEqual(error.code, 'ERR_GC_TRACKER_INVALID_TARGET');
});
