export * from './prometheus.js';

declare const prometheus: typeof import('./prometheus.js');
export default prometheus;
