'use strict';

// node run.js CASE leak|clean [TIMES]: one planted growth leak, or its clean twin, under the real assertion, TIMES in a row.
// Prints { passed, snapshots, code, message, growth } and ends the process, whatever the case left running; of several checks
// of the first that did not pass, with the most snapshots that one took.

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const gcTracker = require('../..');
const { loadAddon } = require('../../lib/native/index.js');

const { SnapshotStream } = loadAddon();

const [name, mode, times = '1'] = process.argv.slice(2);
const file = path.join(__dirname, 'cases', name);

// Each snapshot, however it is taken, is read by one of these.
let snapshots = 0;
let most = 0;
const { finish } = SnapshotStream.prototype;
SnapshotStream.prototype.finish = function finished(...args) {
  snapshots++;
  return finish.apply(this, args);
};

async function main() {
  const loaded = file.endsWith('.mjs') ? await import(pathToFileURL(file)) : require(file);
  const { setup = () => {}, options, scenario = (mode) => loaded[mode] } = loaded;
  await setup();
  const work = scenario(mode);
  for (let time = 0; time < Number(times); time++) {
    snapshots = 0;
    await gcTracker.assertNoGrowth(work, options);
    most = Math.max(most, snapshots);
  }
}

function end(result) {
  fs.writeSync(1, JSON.stringify({ ...result, snapshots: Math.max(most, snapshots) }));
  process.exit();
}

main().then(
  () => end({ passed: true }),
  ({ code, message, stack, growth }) => end({ passed: false, code, message, stack, growth }),
);
