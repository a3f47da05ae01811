'use strict';

const { trackGC, stopTrackGC, trackingStats } = require('./lib/track.js');
const { forceGC } = require('./lib/collect.js');
const { assertCollected, assertNoLeaks } = require('./lib/assert.js');
const { assertNoGrowth } = require('./lib/growth/assert.js');
const { findLeaks } = require('./lib/find-leaks.js');
const { addKnownRetainers } = require('./lib/known.js');
const { LeakError } = require('./lib/leak-error.js');

module.exports = {
  trackGC,
  stopTrackGC,
  trackingStats,
  forceGC,
  assertCollected,
  assertNoLeaks,
  assertNoGrowth,
  findLeaks,
  LeakError,
  addKnownRetainers,
};
