import heap from './heap.js';

export const { openHeapSnapshot, takeHeapSnapshot, HeapSnapshot } = heap;
export default heap;
