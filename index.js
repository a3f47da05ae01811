'use strict';

const { trackGC, stopTrackGC, trackingStats } = require('./lib/track.js');
const { LeakError } = require('./lib/leak-error.js');
const {
  forceGC,
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
