'use strict';

// A listener to a signal that gives way: as soon as the program listens to the signal itself, ours is gone, and what the
// signal does is the program's affair alone.

const process = require('node:process');

/** Calls `action` on `signal` until the program listens to it. Returns a function that ends it. */
function listenPolitely(signal, action) {
  const stop = () => {
    process.removeListener('newListener', noticed);
    process.removeListener(signal, action);
  };
  const noticed = (name) => {
    // Without a listener Node.js would stop to listen, and would not begin again for the new one.
    if (name === signal) process.nextTick(stop);
  };
  process.on(signal, action);
  process.on('newListener', noticed);
  return stop;
}

/** Whether somebody else listens to a signal. */
function isHeard(signal, own) {
  return process.listeners(signal).some((listener) => listener !== own);
}

module.exports = { isHeard, listenPolitely };
