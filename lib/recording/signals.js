'use strict';

// Signal listeners that yield to the program: as soon as the program listens to the signal itself, ours is removed, so that
// the program alone decides what the signal does.

const process = require('node:process');

/** Calls `action` on `signal` until the program listens to it. Returns a function that removes the listener. */
function addYieldingListener(signal, action) {
  const remove = () => {
    process.removeListener('newListener', onNewListener);
    process.removeListener(signal, action);
  };
  const onNewListener = (name) => {
    // Later, after the new listener is there: without any, Node.js would stop watching the signal for good.
    if (name === signal) process.nextTick(remove);
  };
  process.on(signal, action);
  process.on('newListener', onNewListener);
  return remove;
}

/** Whether there is another listener to a signal than `own`. */
function hasOtherListener(signal, own) {
  return process.listeners(signal).some((listener) => listener !== own);
}

module.exports = { addYieldingListener, hasOtherListener };
