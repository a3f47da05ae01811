export * from './node-test.js';

declare const nodeTest: typeof import('./node-test.js');
export default nodeTest;
