export * from './mocha.js';

declare const mocha: typeof import('./mocha.js');
export default mocha;
