'use strict';

// node child.js COUNT: so many clean assertions in a row in this process, of all kinds in turn. Prints
// { done, snapshots, alarms }: how many took a heap snapshot to pass, and the reports of those that failed.

const { setImmediate: macrotask } = require('node:timers/promises');
const gcTracker = require('../../..');
const bodies = require('./bodies.js');

const leaks = require('../../../lib/leaks/examine.js');

const { examine } = leaks;
let snapshots = 0;
leaks.examine = (...args) => {
  snapshots++;
  return examine(...args);
};

/** assertCollected of what a body tracks. */
async function collected(body, round) {
  const handles = [];
  const track = (target, label) => {
    handles.push(gcTracker.trackGC(target, () => {}, { label }));
    return target;
  };
  await body(track, round);
  await gcTracker.assertCollected(handles);
}

const ways = [
  (body, round) => gcTracker.assertNoLeaks((track) => body(track, round)),
  (body, round) => gcTracker.assertNoLeaks(async (track) => body(track, round), { cycles: 6 }),
  collected,
  async (body, round) => {
    await macrotask();
    await gcTracker.assertNoLeaks((track) => body(track, round));
  },
  // Beside another one, whose body runs longer.
  (body, round) =>
    Promise.all([
      gcTracker.assertNoLeaks((track) => body(track, round)),
      gcTracker.assertNoLeaks((track) => bodies['all of several promises'](track, round)),
    ]),
];

async function main() {
  const count = Number(process.argv[2]);
  const entries = Object.entries(bodies);
  const alarms = [];
  for (let round = 0; round < count; round++) {
    const [name, body] = entries[round % entries.length];
    const way = ways[Math.floor(round / entries.length) % ways.length];
    try {
      await way(body, round);
    } catch (error) {
      alarms.push(`${round}: ${name}: ${error.stack}`);
    }
  }
  console.log(JSON.stringify({ done: count, snapshots, alarms }));
}

main();
