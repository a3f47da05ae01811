export * from './sandbox.js';

declare const sandbox: typeof import('./sandbox.js');
export default sandbox;
