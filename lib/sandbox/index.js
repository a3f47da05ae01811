'use strict';

const { recycle } = require('./recycle/recycler.js');
const { createSandbox } = require('./context/sandbox.js');
const { watchWasm } = require('./wasm/watch-wasm.js');

module.exports = { createSandbox, recycle, watchWasm };
