'use strict';

// Code of the program that runs in the middle of a call, and stops tracking there: what the call then tracks counts.

const assert = require('node:assert');
const { assertNoLeaks, forceGC, stopTrackGC, trackGC, trackingStats } = require('../..');

const { prepareStackTrace } = Error;
const kept = [];

function stop() {
  stopTrackGC();
  return '';
}

/** A callback with a parameter, whose length runs code. */
function track(called) {
  const callback = new Proxy(() => {}, {
    get(target, key) {
      if (key === 'length') stopTrackGC();
      return key === 'length' ? 1 : target[key];
    },
    apply: (_target, _self, [tracked]) => called.push(tracked.label),
  });
  return trackGC({}, callback, { label: 'b' });
}

async function main() {
  for (let index = 0; index < 5; index++) trackGC({}, undefined, { label: `a${index}` });
  const called = [];
  const tracked = track(called);
  assert.deepStrictEqual({ ...trackingStats().labels }, { b: { live: 1, collected: 0, untracked: 0 } });
  await forceGC({ cycles: 2 });
  assert.deepStrictEqual([tracked.collected, called], [true, ['b']]);

  const leak = assertNoLeaks(
    (note) => {
      kept.push({});
      Error.prepareStackTrace = stop;
      note(kept[0]);
      Error.prepareStackTrace = prepareStackTrace;
    },
    { explain: false },
  );
  await assert.rejects(leak, { code: 'ERR_GC_TRACKER_LEAK' });
}

main();
