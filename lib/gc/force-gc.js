'use strict';

// Forcing a GC without a command line flag, by each runtime's own means.
//
// On V8 the function `gc` exists only in contexts made while --expose-gc is set: the flag is set for
// the moment it takes to make one, and cleared again, so that no later context or worker has it.

const process = require('node:process');
const { codedError } = require('../util/errors.js');
const { boolean, checkOptions, integer } = require('../util/options.js');
const { isDelivering, noticeGC } = require('../tracking/index.js');
const { macrotask } = require('../util/macrotask.js');

/** The flag is the whole process's, and another thread may clear it in between. */
const ATTEMPTS = 100;

let collector;

async function forceGC(options) {
  const checks = { cycles: integer(1, 1000), minor: boolean };
  const { cycles = 1, minor = false } = checkOptions(options, '{ cycles: 2 }', checks);
  // The running job's registers and the WeakRefs it used pin their objects: let it end first.
  await macrotask();
  for (let cycle = 0; cycle < cycles; cycle++) {
    collectNow(minor);
    // Finalizers run in a macrotask, and so do our callbacks.
    do await macrotask();
    while (isDelivering());
  }
}

/** Collects at once. What was collected counts from now on; its callbacks are still to run. */
function collectNow(minor = false) {
  collector ??= findCollector();
  collector(minor);
  noticeGC(!minor);
}

/** A function (minor) => void that collects at once. */
function findCollector() {
  if (process.versions.bun !== undefined && globalThis.Bun) return () => globalThis.Bun.gc(true);
  const gc = exposedGC();
  return (minor) => (minor ? gc({ type: 'minor' }) : gc());
}

function exposedGC() {
  // Loaded no sooner: they take longer than all of this module.
  const v8 = require('node:v8');
  const vm = require('node:vm');
  const own = vm.runInNewContext('globalThis.gc');
  if (typeof own === 'function') return own;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    v8.setFlagsFromString('--expose-gc');
    const gc = vm.runInNewContext('globalThis.gc');
    v8.setFlagsFromString('--no-expose-gc');
    if (typeof gc === 'function') return gc;
  }
  const message = 'this runtime does not let a program force a GC; start it with --expose-gc';
  throw codedError('ERR_GC_TRACKER_NO_GC', message);
}

module.exports = { collectNow, forceGC };
