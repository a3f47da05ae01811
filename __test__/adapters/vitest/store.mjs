const kept = new Map();
let count = 0;

export class Order {}

export function add(order) {
  count++;
  kept.set(`order-${count}`, order);
}

export const find = (key) => kept.get(key);
