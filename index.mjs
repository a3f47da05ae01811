import tracker from './index.js';

export const { trackGC, stopTrackGC, trackingStats, forceGC, Tracked } = tracker;
export default tracker;
