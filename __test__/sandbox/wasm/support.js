'use strict';

// What the programs share: our own module, and waiting for handles to be collected.

const { firstPlace } = require('../../../lib/util/stack.js');
const { forceGC } = require('../../..');
const { assert, each, until } = require('../../scenarios/support.js');
const create = require('../fixtures/leaky.js');
const { watchWasm } = require('../../../lib/sandbox/wasm/watch-wasm.js');

const MOST_GCS = 50;

/** A module without the listeners of process that its glue adds, which would hold it. */
async function createLeaky() {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => process.listeners(event));
  const leaky = await create();
  for (const [index, event] of events.entries()) {
    const added = process.listeners(event).filter((listener) => !before[index].includes(listener));
    for (const listener of added) process.removeListener(event, listener);
  }
  return leaky;
}

/** A module and its watch. */
async function watched(options) {
  const leaky = await createLeaky();
  return { leaky, watch: watchWasm(leaky, options) };
}

/** Forces GCs until the condition holds. */
async function untilGCs(condition, what) {
  for (let gcs = 0; !condition(); gcs++) {
    assert.ok(gcs < MOST_GCS, `not after ${gcs} GCs: ${what}`);
    await forceGC();
  }
}

/** How many handles of all classes, or of one, were abandoned. */
function abandonedOf(watch, className) {
  const groups = watch
    .abandoned()
    .filter((group) => className === undefined || group.className === className);
  return groups.reduce((sum, { count }) => sum + count, 0);
}

/** Waits until `count` handles were abandoned, and checks that they are no more. */
async function abandoned(watch, count) {
  await untilGCs(() => abandonedOf(watch) >= count, `${count} abandoned handles`);
  assert.strictEqual(abandonedOf(watch), count);
}

/** Groups as texts: `2 Image owned`, the most first, without their stacks. */
function told(groups) {
  return groups.map(({ className, owned, count }) => `${count} ${className}${owned ? ' owned' : ''}`);
}

/** The file of a stack's first frame. */
function fileOf(stack) {
  return firstPlace(stack).file;
}

/** Runs the program that the command line names. */
function runNamed(programs) {
  programs[process.argv[2]]().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

module.exports = {
  abandoned,
  abandonedOf,
  assert,
  createLeaky,
  each,
  fileOf,
  runNamed,
  told,
  until,
  untilGCs,
  watchWasm,
  watched,
};
