import monitor from './monitor.js';

export const { monitorMemory } = monitor;
export default monitor;
