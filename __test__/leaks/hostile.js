'use strict';

// A leak and a growth in a place that is hostile to their report: `node hostile.js NAME` prepares the place and exits with 0
// if both are reported. Flags may make the place hostile instead.

const assert = require('node:assert');
const fs = require('node:fs');
const Module = require('node:module');
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');
const { Session } = require('node:inspector');
const { assertNoGrowth, assertNoLeaks, LeakError, trackGC } = require('../..');
const { takeHeapSnapshot } = require('../../lib/heap/entry.js');

const places = {
  flags() {},

  'a removed working directory'() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-'));
    process.chdir(folder);
    fs.rmdirSync(folder);
  },

  'a frozen Error'() {
    Object.freeze(Error);
  },

  'no inspector'() {
    Session.prototype.connect = () => {
      throw new Error('no inspector');
    };
  },

  'modules that cannot be loaded'() {
    Module._extensions['.js'] = (_module, file) => {
      throw new Error(`no ${path.basename(file)}`);
    };
  },
};

const kept = { target: {}, list: [] };
exports.kept = kept;

/** What an assertion rejects with, which must be a LeakError. */
async function leakOf(assertion) {
  const error = await assertion.catch((error) => error);
  if (!(error instanceof LeakError)) throw error ?? new Error('it passed');
  return error;
}

async function main(name) {
  // Tracking and the assertions themselves are loaded.
  trackGC({}, undefined, { disposable: true }).untrack();
  await assertNoLeaks(() => {});
  places[name]();
  assert.strictEqual(trackGC({}, undefined, { stack: true, disposable: true }).collected, false);
  const { leaks, message } = await leakOf(assertNoLeaks((track) => void track(kept.target)));
  assert.match(message, /^1 of 1 tracked object was not collected/);
  assert.strictEqual(leaks.length, 1);
  assert.match(leaks[0].stack, /hostile\.js:\d+:\d+/);
  if (name === 'modules that cannot be loaded') {
    assert.match(leaks[0].hint, /^not explained: no examine\.js/);
    assert.match(message, /\n\nnot explained: no examine\.js$/);
    return;
  }
  assert.match(message, /kept/);
  const { growth } = await leakOf(assertNoGrowth(() => void kept.list.push({})));
  assert.match(growth[0].name, /list/);
  const snapshot = await takeHeapSnapshot();
  assert.ok(snapshot.nodeCount > 0);
}

module.exports.names = Object.keys(places).filter((name) => name !== 'flags');

if (require.main === module) {
  main(process.argv[2]).catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
