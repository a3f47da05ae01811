'use strict';

const { describe, test } = require('node:test');
const { assertCollected, trackGC } = require('gc-tracker');

class Order {}

describe('orders', () => {
  const orders = [];

  test('are collected', async () => {
    orders.push(new Order());
    await assertCollected(trackGC(orders[0]));
  });
});
