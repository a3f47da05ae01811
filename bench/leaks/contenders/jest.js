'use strict';

// jest-leak-detector, as `jest --detectLeaks` uses it. By default it takes a heap snapshot, as a stronger GC,
// if the target looks held after a GC and ten macrotasks; nobody reads that snapshot.

const { default: LeakDetector } = require('jest-leak-detector');

module.exports = (options) => (target) => {
  const detector = new LeakDetector(target, options);
  return async () => ({ held: await detector.isLeaking() });
};
