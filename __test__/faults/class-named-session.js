'use strict';

// The inspector's sessions that gc-tracker opens are not counted as objects of a program's class `Session`.

const assert = require('node:assert');
const { assertNoLeaks } = require('gc-tracker');
const { takeHeapSnapshot } = require('gc-tracker/heap');

class Session {}

async function sessions(options) {
  const snapshot = await takeHeapSnapshot(options);
  const found = await snapshot.find({ className: 'Session' });
  snapshot.dispose();
  return found.length;
}

async function main() {
  globalThis.kept = new Session();
  for (const keepIds of [true, true, false, false]) assert.strictEqual(await sessions({ keepIds }), 1);
  await assert.rejects(
    assertNoLeaks((track) => track(globalThis.kept)),
    { name: 'LeakError' },
  );
  assert.strictEqual(await sessions({}), 1);
}

main();
