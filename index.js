'use strict';

const { trackGC, stopTrackGC, trackingStats } = require('./lib/track.js');
const { forceGC } = require('./lib/collect.js');
const { LeakError } = require('./lib/leak-error.js');
const {
  assertCollected,
  assertNoLeaks,
  assertNoGrowth,
  findLeaks,
  addKnownRetainers,
} = require('./lib/on-demand.js');

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
