'use strict';

// What takes turns. Each heap snapshot stops the process, and needs a multiple of its heap; growth checks would see each other's
// work.

/** A function that runs an async function after all that it was given before have ended. */
function turns() {
  let last = Promise.resolve();
  return (task) => {
    const turn = last.then(task);
    const settled = () => {};
    last = turn.then(settled, settled);
    return turn;
  };
}

/** Runs what takes heap snapshots. */
const alone = turns();

module.exports = { alone, turns };
