import nodeTest from './node-test.js';

export const { allowLeaks } = nodeTest;
export default nodeTest;
