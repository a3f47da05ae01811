'use strict';

// Calls what others wrote. What it throws becomes an uncaught exception by Node's own rules, and the caller goes on.

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
