import sandbox from './sandbox.js';

export const { createSandbox } = sandbox;
export default sandbox;
