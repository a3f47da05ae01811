'use strict';

const { trackGC, stopTrackGC, trackingStats } = require('./lib/track.js');
const { forceGC } = require('./lib/collect.js');

module.exports = { trackGC, stopTrackGC, trackingStats, forceGC };
