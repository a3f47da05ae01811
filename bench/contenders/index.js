'use strict';

// The contenders, in the order in which they alternate. A contender's file is loaded in a child process
// only; it exports `track(target, callback, label)`, which returns a handle if it has one. `callback`
// is to run once, after the target was collected.

const contenders = [
  { name: 'gc-tracker', title: 'gc-tracker' },
  { name: 'equal-fr', title: 'equal FR' },
  { name: 'token-fr', title: 'FR + token' },
  { name: 'bare-fr', title: 'bare FR' },
  { name: 'old-technique', title: 'old technique' },
  // About 5 µs a target: one repetition of few rounds, and not at a million targets.
  { name: 'weak-napi', title: 'weak-napi', slow: true },
  { name: 'none', title: 'none' },
];

/** Throws where the contender does not work on this runtime. */
function load(name) {
  return require(`./${name}.js`);
}

module.exports = { contenders, load };
