'use strict';

const { trackGC, stopTrackGC, trackingStats } = require('./lib/tracking/index.js');
const lazy = require('./lib/lazy.js');

const { forceGC, assertCollected, assertNoLeaks, assertNoGrowth, findLeaks, addKnownRetainers } = lazy;

module.exports = {
  trackGC,
  stopTrackGC,
  trackingStats,
  forceGC,
  assertCollected,
  assertNoLeaks,
  assertNoGrowth,
  findLeaks,
  addKnownRetainers,
};
// In a form that Node's lexer of CommonJS knows, so that `import { LeakError }` works.
Object.defineProperty(module.exports, 'LeakError', {
  enumerable: true,
  get() {
    return lazy.LeakError;
  },
});
