'use strict';

// Async work that must not overlap. A heap snapshot stops the process and needs a multiple of its heap; growth checks would
// measure each other's work.

/** Returns a function that runs an async task once all earlier tasks have settled. */
function serialQueue() {
  let last = Promise.resolve();
  return (task) => {
    const turn = last.then(task);
    const settled = () => {};
    last = turn.then(settled, settled);
    return turn;
  };
}

/** The queue of all work that takes heap snapshots. */
const snapshotQueue = serialQueue();

module.exports = { serialQueue, snapshotQueue };
