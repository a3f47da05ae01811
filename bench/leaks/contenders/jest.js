'use strict';

// jest-leak-detector, as `jest --detectLeaks` uses it. If the target looks held after a GC and ten macrotasks, it takes
// a heap snapshot, by default, as a stronger GC; nobody reads that snapshot.

const { default: LeakDetector } = require('jest-leak-detector');

module.exports = (options) => (target) => {
  const detector = new LeakDetector(target, options);
  return async () => ({ held: await detector.isLeaking() });
};
