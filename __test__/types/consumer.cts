// A strict CommonJS consumer.

import gcTracker = require('gc-tracker');

const { trackGC, stopTrackGC, forceGC, trackingStats } = gcTracker;
const tracked: gcTracker.Tracked = trackGC({}, (handle) => handle.collected);
const { live, pending }: gcTracker.TrackingStats = trackingStats();
const done: Promise<void> = forceGC({ cycles: 1 });
stopTrackGC();

// @ts-expect-error: a primitive has no identity
trackGC(null);

export = { tracked, live, pending, done };
