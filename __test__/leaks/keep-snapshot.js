'use strict';

// node --require keep-snapshot.js run.js CASE leak: writes the heap snapshot that the assertion takes to the file
// GC_TRACKER_SNAPSHOT, too.

const fs = require('node:fs');
const { loadAddon } = require('../../lib/native/index.js');

const { SnapshotStream } = loadAddon();

const file = fs.openSync(process.env.GC_TRACKER_SNAPSHOT, 'w');
const { push } = SnapshotStream.prototype;

SnapshotStream.prototype.push = function pushed(chunk) {
  fs.writeSync(file, chunk);
  return push.call(this, chunk);
};
