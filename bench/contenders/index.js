'use strict';

// The contenders, in the order in which they alternate. A contender's file is loaded in a child process
// only; it exports `track(target, callback, label)`, which returns a handle if it has one. `callback`
// is to run once, after the target was collected.

const contenders = [
  { name: 'gc-tracker', title: 'gc-tracker' },
  { name: 'equal-fr', title: 'equal FR' },
  { name: 'token-fr', title: 'FR + token' },
  { name: 'bare-fr', title: 'bare FR' },
  // `slow` caps what a contender is asked for: 1 and 5 µs a target are minutes of a whole run.
  { name: 'old-technique', title: 'old technique', slow: { rounds: 3, repetitions: 2, size: Infinity } },
  { name: 'weak-napi', title: 'weak-napi', slow: { rounds: 2, repetitions: 1, size: 300_000 } },
  { name: 'none', title: 'none' },
];

/** Throws where the contender does not work on this runtime. */
function load(name) {
  return require(`./${name}.js`);
}

module.exports = { contenders, load };
