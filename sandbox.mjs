import sandbox from './sandbox.js';

export const { createSandbox, recycle, watchWasm } = sandbox;
export default sandbox;
