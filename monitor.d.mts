export * from './monitor.js';

declare const monitor: typeof import('./monitor.js');
export default monitor;
