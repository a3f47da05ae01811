// Babel takes comments
// and empty lines away.

const { EventEmitter } = require('node:events');

/**
 * So here.
 */

const bus = new EventEmitter();

class Order {
  symbol = 'a';
}

test('a listener', async () => {
  await expect((track) => {
    const order = track(new Order(), 'order');

    bus.on('price', function refresh() {
      return order.symbol;
    });
  }).not.toLeak();
});

test('a function that waits', async () => {
  async function next(order) {
    await new Promise((resolve) => bus.once('next', resolve));
    return order.symbol;
  }
  await expect((track) => {
    next(track(new Order(), 'order'));
  }).not.toLeak();
});
