import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';

interface Price {
  symbol: string;
}

/** What is no code is gone when this runs. */
const bus = new EventEmitter();

class Order {
  constructor(readonly price: Price) {}
}

test('a listener', async () => {
  await expect((track) => {
    const order: Order = track(new Order({ symbol: 'a' }), 'order');
    bus.on('price', function refresh(): string {
      return order.price.symbol;
    });
  }).not.toLeak();
});

test('a function that waits', async () => {
  async function next(order: Order): Promise<void> {
    await new Promise((resolve) => bus.once('next', resolve));
    console.log(order.price);
  }
  await expect((track) => {
    void next(track(new Order({ symbol: 'b' }), 'order'));
  }).not.toLeak();
});
