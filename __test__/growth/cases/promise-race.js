'use strict';

// Promise.race with a promise that stays pending: each race leaves its reactions there.

const { setImmediate: macrotask } = require('node:timers/promises');

const shutdown = new Promise(() => {});

exports.shutdown = shutdown;
exports.leak = () => Promise.race([shutdown, macrotask()]);
exports.clean = () => Promise.race([macrotask(), macrotask()]);
exports.growth = [
  { name: 'require cache cases/promise-race.js › exports.shutdown › then', className: 'Promise', perLoop: 1 },
];
