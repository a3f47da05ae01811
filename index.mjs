import tracker from './index.js';

export const {
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
} = tracker;
export default tracker;
