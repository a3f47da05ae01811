'use strict';

// What crosses between a module and its host in both directions.

exports.Counter = class Counter {
  constructor(count) {
    this.count = count;
  }
  add(more) {
    this.count += more;
    return this.count;
  }
};
exports.make = () => [{ index: 0 }, { index: 1 }];
exports.each = (callback) => exports.make().forEach(callback);
exports.same = (value) => value;
exports.fail = () => {
  throw Object.assign(new RangeError('too far'), { code: 'E_FAIL' });
};
exports.later = async (value) => {
  await null;
  if (value < 0) throw new RangeError('negative');
  return { value };
};
const ticks = new Set();
exports.onTick = (listener) => ticks.add(listener).size;
exports.offTick = (listener) => {
  ticks.delete(listener);
  return ticks.size;
};
