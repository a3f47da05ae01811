'use strict';

// Maps a place in running code to its place in the source, which TypeScript or a test runner has compiled. It throws an error
// there and reads its stack, so that whatever maps stacks (Node.js, a runner, a loader) does the work.

const { runInThisContext } = require('node:vm');
const { firstPlace, framesIn, readStack } = require('./stack.js');

/** The place { file, line, column } in the source; the same place if nothing maps it. */
function originalPlace(place) {
  const { file, line, column } = place;
  // In the program's main realm: the realm of a runner's test has errors of its own.
  const options = { filename: file, lineOffset: line - 1, columnOffset: column - 1 };
  return firstPlace(framesIn(readStack(runInThisContext('new Error()', options)))) ?? place;
}

module.exports = { originalPlace };
