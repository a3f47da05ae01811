'use strict';

// Calls a function of the program. An exception becomes uncaught by Node's own rules, and the caller goes on.

const process = require('node:process');

function callUncaught(work) {
  try {
    work();
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}

module.exports = { callUncaught };
