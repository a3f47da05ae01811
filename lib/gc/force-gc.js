'use strict';

// Forces a GC without a command line flag, by each runtime's own means.
//
// On V8 the function `gc` exists only in contexts that are created while --expose-gc is set. So the flag is set, a context is
// created, and the flag is cleared again: later contexts and workers do not have the function.

const process = require('node:process');
const { codedError } = require('../util/errors.js');
const { boolean, checkOptions, integer } = require('../util/options.js');
const { isDelivering, noticeGC } = require('../tracking/index.js');
const { macrotask } = require('../util/macrotask.js');

/** The flag belongs to the whole process: another thread may clear it before the context is created. */
const ATTEMPTS = 100;

const optionChecks = { cycles: integer(1, 1000), minor: boolean };

let collector;

async function forceGC(options) {
  const { cycles = 1, minor = false } = checkOptions(options, '{ cycles: 2 }', optionChecks);
  await runGCs(cycles, minor);
}

/** forceGC without options. Growth checks run it between measurements of the heap, so it must leave nothing new behind. */
async function runGCs(cycles, minor = false) {
  // The registers of the running job and the WeakRefs it has used pin their objects. Let the job end first.
  await macrotask();
  for (let cycle = 0; cycle < cycles; cycle++) {
    collectNow(minor);
    // Finalizers run in a macrotask, and so do our callbacks.
    do await macrotask();
    while (isDelivering());
  }
}

/** Collects at once. Targets count as collected when it returns; their callbacks run later. */
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
  // Required here, since they take longer to load than all of this module.
  const v8 = require('node:v8');
  const vm = require('node:vm');
  const exposed = vm.runInNewContext('globalThis.gc');
  if (typeof exposed === 'function') return exposed;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    v8.setFlagsFromString('--expose-gc');
    const gc = vm.runInNewContext('globalThis.gc');
    v8.setFlagsFromString('--no-expose-gc');
    if (typeof gc === 'function') return gc;
  }
  const message = 'this runtime does not let a program force a GC; start it with --expose-gc';
  throw codedError('ERR_GC_TRACKER_NO_GC', message);
}

module.exports = { collectNow, forceGC, runGCs };
