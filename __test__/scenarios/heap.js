'use strict';

// A heap snapshot of the running process names what holds an object; a file of it says the same.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pipeline } = require('node:stream/promises');
const v8 = require('node:v8');
const { openHeapSnapshot, takeHeapSnapshot } = require('../../lib/heap/entry.js');
const { run } = require('./support.js');

class HeldByTheStore {}

async function namesHolder(snapshot) {
  const [held] = await snapshot.find({ className: 'HeldByTheStore' });
  // Deno's event loop has a shorter one, from the stack.
  const paths = await snapshot.retainingPath(held.id, { max: 5 });
  assert.ok(paths.some(({ steps }) => steps.some(({ edge }) => edge.name === 'theStore')));
  snapshot.dispose();
}

run(async () => {
  globalThis.theStore = { held: new HeldByTheStore() };
  await namesHolder(await takeHeapSnapshot());
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-'));
  try {
    const file = path.join(folder, 'a.heapsnapshot');
    await pipeline(v8.getHeapSnapshot(), fs.createWriteStream(file));
    await namesHolder(await openHeapSnapshot(file));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
