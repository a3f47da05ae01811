import mocha from './mocha.js';

export const { mochaHooks, allowLeaks } = mocha;
export default mocha;
