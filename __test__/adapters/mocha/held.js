'use strict';

const { assertCollected, trackGC } = require('gc-tracker');

class Order {}

describe('orders', () => {
  const orders = [];

  after(() => assertCollected(trackGC(orders[0])));

  it('are collected', async () => {
    orders.push(new Order());
    await assertCollected(trackGC(orders[0]));
  });
});
