export * from './index.js';

declare const tracker: typeof import('./index.js');
export default tracker;
