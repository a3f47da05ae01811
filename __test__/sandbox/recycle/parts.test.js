'use strict';

// The parts of a recycler by themselves: the pause after failures, turns of the event loop, the growth of the heap.

const assert = require('node:assert');
const { test } = require('node:test');
const { setImmediate: macrotask } = require('node:timers/promises');
const { GrowthSince } = require('../../../lib/sandbox/recycle/heap-growth.js');
const { Backoff } = require('../../../lib/sandbox/recycle/backoff.js');
const { EventLoopTurns } = require('../../../lib/sandbox/recycle/event-loop-turns.js');
const { frontOf, until } = require('./support.js');

test('a pause doubles with each failure, and begins anew after a success', () => {
  let now = 0;
  const pause = new Backoff(() => now);
  const lengths = [];
  const fail = () => {
    pause.noticeFailure();
    const from = now;
    while (!pause.isOver) now += 1000;
    lengths.push(now - from);
  };
  assert.ok(pause.isOver);
  fail();
  fail();
  pause.noticeSuccess();
  fail();
  pause.noticeFailure();
  pause.noticeSuccess();
  assert.ok(pause.isOver);
  assert.deepStrictEqual(lengths, [1000, 2000, 1000]);
});

test('of many that take a turn at once, each has one of its own', async () => {
  const turns = new EventLoopTurns(() => 7);
  assert.ok(turns.lastAt < 7);
  let turn = 0;
  let isOver = false;
  const count = async () => {
    for (; !isOver; turn++) await macrotask();
  };
  const counting = count();
  const taken = await Promise.all(Array.from({ length: 10 }, () => turns.take().then(() => turn)));
  isOver = true;
  await counting;
  assert.strictEqual(new Set(taken).size, 10, `turns ${taken.join(', ')}`);
  assert.strictEqual(turns.lastAt, 7);
});

test('the heap has grown since it was least after a full GC', () => {
  const watch = { gcs: 3, bytes: 5e9 };
  const growth = new GrowthSince(watch);
  const after = (bytes) => {
    watch.gcs++;
    watch.bytes = bytes;
    return growth.bytes;
  };
  assert.strictEqual(growth.bytes, 0, 'there was no GC since');
  const first = after(5e9);
  assert.ok(first > 1e9 && first < 5e9, 'from what it was when it began');
  assert.strictEqual(after(1000), 0);
  assert.strictEqual(after(4000), 3000);
  assert.strictEqual(growth.bytes, 3000);
  assert.strictEqual(after(2000), 1000);
});

test('a timer that comes before the age is reached is set again', async (t) => {
  const set = t.mock.method(globalThis, 'setTimeout');
  const { recycler, made, clock } = frontOf({ maxAgeMs: 20 });
  await recycler.call(() => {});
  await until(() => set.mock.callCount() >= 3, 'two timers that came early');
  assert.strictEqual(made.length, 1);
  clock.now = 15;
  await until(() => set.mock.calls.some(({ arguments: [, ms] }) => ms === 5), 'one for the rest of the time');
  assert.strictEqual(made.length, 1);
  clock.now = 20;
  await until(() => made.length === 2, 'the replacement');
  await recycler.dispose();
});
