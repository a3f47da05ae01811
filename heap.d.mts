export * from './heap.js';

declare const heap: typeof import('./heap.js');
export default heap;
