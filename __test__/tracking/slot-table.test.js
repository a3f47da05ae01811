'use strict';

const assert = require('node:assert');
const { test } = require('node:test');
const { SlotTable } = require('../../lib/tracking/delivery.js');

test('an entry is taken once', () => {
  const table = new SlotTable();
  table.set(3, 'entry');
  assert.strictEqual(table.take(3), 'entry');
  assert.strictEqual(table.take(3), undefined);
});

test('slots may come in any order, far apart', () => {
  const table = new SlotTable();
  const slots = [1_000_000, 0, 4095, 4096, 5];
  for (const slot of slots) table.set(slot, slot);
  assert.deepStrictEqual(
    slots.map((slot) => table.take(slot)),
    slots,
  );
  assert.strictEqual(table.take(2_000_000), undefined);
});

test('shrinking and clearing leave a table that works', () => {
  const table = new SlotTable();
  for (const reduce of ['shrink', 'clear', 'clear', 'shrink']) {
    table[reduce]();
    table.set(9000, 'entry');
    assert.strictEqual(table.take(9000), 'entry');
    table.set(1, 'first');
    assert.strictEqual(table.take(1), 'first');
  }
});
