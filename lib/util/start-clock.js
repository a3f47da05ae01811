'use strict';

// A clock in milliseconds since `origin`, which is one in milliseconds since 1970. Of `performance` and `process.hrtime`
// only the latter is there when Node has started.

const { hrtime } = require('node:process');

const start = hrtime();
const origin = Date.now();

function now() {
  const [seconds, nanoseconds] = hrtime(start);
  return seconds * 1e3 + nanoseconds / 1e6;
}

module.exports = { now, origin };
