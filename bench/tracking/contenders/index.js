'use strict';

// The contenders, in the order in which they take turns. A contender's file is loaded in a child process only. It
// exports `track(target, callback, label)`, which returns a handle if there is one; `callback` is to run once, after
// the target was collected. gc-tracker's exports a function that returns that for a checkout.

const { installPeers } = require('../../harness/peers.js');

const contenders = [
  { name: 'gc-tracker', title: 'gc-tracker', ours: true },
  { name: 'equal-fr', title: 'equal FR', peer: true },
  { name: 'token-fr', title: 'FR + token', peer: true },
  { name: 'bare-fr', title: 'bare FR', peer: true },
  // `slow` caps what a contender is asked for: 1 and 5 µs a target are minutes of a whole run.
  {
    name: 'old-technique',
    title: 'old technique',
    peer: true,
    slow: { rounds: 3, repetitions: 2, size: Infinity },
  },
  {
    name: 'weak-napi',
    title: 'weak-napi',
    peer: true,
    needs: installPeers,
    slow: { rounds: 2, repetitions: 1, size: 300_000 },
  },
  { name: 'none', title: 'none' },
];

/** Throws where the contender does not work on this runtime. */
function load(name, checkout) {
  const contender = require(`./${name}.js`);
  return typeof contender === 'function' ? contender(checkout) : contender;
}

module.exports = { contenders, load };
