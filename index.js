'use strict';

const { trackGC, stopTrackGC, trackingStats } = require('./lib/track.js');
const onDemand = require('./lib/on-demand.js');

module.exports = Object.defineProperties(
  { trackGC, stopTrackGC, trackingStats },
  Object.getOwnPropertyDescriptors(onDemand),
);
