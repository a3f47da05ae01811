'use strict';

// What a measuring child needs: checks that are collected, a bounded wait for the GC, and the last
// line, which the parent reads.

const { forceGC } = require('../../..');

const problems = [];

function check(condition, problem) {
  if (!condition) problems.push(problem);
}

/** Forces GCs until `condition` holds; says whether it did within `cycles`. */
async function gather(condition, cycles = 40) {
  for (let cycle = 0; cycle < cycles && !condition(); cycle++) await forceGC();
  return condition();
}

/**
 * Writes the result. The process then ends by itself, as soon as nothing keeps it alive. On a line of
 * its own: V8 may have written before (a part of a source, when a worker is terminated in a new context).
 */
function finish(figures) {
  console.log(`\n${JSON.stringify({ problems, ...figures })}`);
}

module.exports = { check, gather, finish };
