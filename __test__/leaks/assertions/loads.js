'use strict';

// What is asked for by `require`: a test runner that has ended a test may load nothing more for it.

const Module = require('node:module');

/** The modules that are asked for from now on, loaded before or not. */
function loadsFromNow() {
  const loads = [];
  const load = Module._load;
  Module._load = (request, ...rest) => {
    loads.push(request);
    return load(request, ...rest);
  };
  return loads;
}

module.exports = { loadsFromNow };
