'use strict';

// Where the source has what runs: TypeScript and test runners compile it, and know by source maps where each line comes
// from. Whoever maps the stacks of errors (Node.js, a runner, a loader) is asked by such a stack.

const { runInThisContext } = require('node:vm');
const { firstPlace, framesIn, readStack } = require('./stack.js');

/** The place { file, line, column } in the source; the same one if nothing is known of it. */
function originalPlace(place) {
  const { file, line, column } = place;
  // In the program's own realm: a runner's realm for a test has other errors.
  const options = { filename: file, lineOffset: line - 1, columnOffset: column - 1 };
  return firstPlace(framesIn(readStack(runInThisContext('new Error()', options)))) ?? place;
}

module.exports = { originalPlace };
