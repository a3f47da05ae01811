import tracker from './index.js';

export const { trackGC, stopTrackGC, trackingStats, forceGC } = tracker;
export default tracker;
