'use strict';

// What takes heap snapshots does so one at a time: each stops the process, and needs a multiple of its heap.

let last = Promise.resolve();

/** Runs an async function after all that were given before have ended. */
function alone(task) {
  const turn = last.then(task);
  const settled = () => {};
  last = turn.then(settled, settled);
  return turn;
}

module.exports = { alone };
