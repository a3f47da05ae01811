'use strict';

// The heap snapshots that the monitor keeps of a growth: when, what of them is on the disk, and that
// `gc-tracker diff` of the two names what has grown.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { after, describe, test } = require('node:test');
const { Snapshots } = require('../../lib/monitor/snapshots.js');
const { root, run, runService } = require('./programs.js');
const { workspace } = require('../support/workspace.js');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const folder = workspace({ after });
const verdict = (series, is) => ({ series, verdict: is });

/** Snapshots whose time is what the test says: `at` tells of verdicts that hold, or have changed, and waits. */
function simulated(name, options) {
  const directory = path.join(folder, name);
  const events = [];
  let told = () => {};
  const snapshots = new Snapshots(
    { directory, maxBytes: 1e9, minIntervalMs: 6 * HOUR, laterMs: 30 * MINUTE, ...options },
    (event, value) => {
      events.push([event, value.moment ?? value.code]);
      told();
    },
  );
  /** Resolves when as many events as expected have been told. */
  const at = async (time, verdicts, changed = [], expected = events.length) => {
    snapshots.noticeSample(time, changed, verdicts);
    while (events.length < expected) {
      await new Promise((resolve) => {
        told = resolve;
      });
    }
    // What was to be told is: the taking of a snapshot ends in the same job.
    await new Promise(setImmediate);
  };
  return { at, directory, events, snapshots };
}

describe('in a service that leaks', () => {
  test('one snapshot at the start, one later, and the diff names the class', async () => {
    const directory = path.join(folder, 'real', 'deep');
    const snapshots = { directory, laterMs: 5 * MINUTE };
    const { events } = await runService({ leak: true, seconds: 14, until: 'later', options: { snapshots } });
    const taken = events.filter(({ event }) => event === 'snapshot').map(({ value }) => value);
    assert.deepStrictEqual(
      taken.map(({ series, moment }) => [series, moment]),
      [
        ['sessions', 'start'],
        ['sessions', 'later'],
      ],
      JSON.stringify(events),
    );
    const names = fs.readdirSync(directory);
    assert.deepStrictEqual(
      names.sort(),
      taken.map((one) => path.basename(one.path)),
    );
    assert.strictEqual(fs.statSync(directory).mode & 0o777, 0o700);
    for (const name of names) assert.strictEqual(fs.statSync(path.join(directory, name)).mode & 0o777, 0o600);

    const command = path.join(root, 'bin/gc-tracker.js');
    const { code, stdout } = await run([command, 'diff', '--json', ...taken.map((one) => one.path)]);
    assert.strictEqual(code, 0);
    const session = JSON.parse(stdout).classes.find(({ name }) => name === 'Session');
    assert.ok(session.countDelta > 100, stdout.slice(0, 500));
  });

  test('without the option nothing is written', async () => {
    const { events } = await runService({ leak: true, seconds: 5 });
    assert.deepStrictEqual(
      events.filter(({ event }) => event === 'snapshot'),
      [],
    );
  });
});

describe('rate limit', () => {
  const growing = [verdict('a', 'growing')];

  test('the later one is taken once it is later, and only once', async () => {
    const { at, directory, events } = simulated('later');
    await at(0, growing, growing, 1);
    await at(29 * MINUTE, growing);
    assert.deepStrictEqual(events, [['snapshot', 'start']]);
    await at(30 * MINUTE, growing, [], 2);
    await at(90 * MINUTE, growing);
    assert.deepStrictEqual(events, [
      ['snapshot', 'start'],
      ['snapshot', 'later'],
    ]);
    const names = fs.readdirSync(directory);
    assert.match(names[0], /^gc-tracker-1970-01-01T00-00-00\.000Z-\d+-0-a-start\.heapsnapshot$/);
    assert.match(names[1], /^gc-tracker-1970-01-01T00-30-00\.000Z-\d+-0-a-later\.heapsnapshot$/);
  });

  test('of a growth that has ended there is no later one, and the next start is hours away', async () => {
    const { at, events } = simulated('ended');
    const stable = [verdict('a', 'stable')];
    await at(0, growing, growing, 1);
    await at(20 * MINUTE, stable, stable);
    await at(40 * MINUTE, growing, growing);
    await at(5 * HOUR, stable, stable);
    assert.deepStrictEqual(events, [['snapshot', 'start']]);
    await at(7 * HOUR, growing, growing, 2);
    assert.deepStrictEqual(events.at(-1), ['snapshot', 'start']);
  });

  test('what shrinks or is stable is nothing to keep', async () => {
    const { at, events } = simulated('stable');
    for (const is of ['stable', 'shrinking', 'undecided'])
      await at(0, [verdict('a', is)], [verdict('a', is)]);
    assert.deepStrictEqual(events, []);
  });
});

describe('failures are warnings', () => {
  const growing = [verdict('live:a/b\u0000 …', 'growing')];

  test('the budget: a snapshot that would exceed it is not kept', async () => {
    const { at, directory, events } = simulated('small', { maxBytes: 100_000 });
    await at(0, growing, growing, 1);
    assert.deepStrictEqual(events, [['warning', 'ERR_GC_TRACKER_SNAPSHOT_BUDGET']]);
    assert.deepStrictEqual(fs.readdirSync(directory), []);
  });

  test('the budget counts what other processes have left in the folder, and nothing else', async () => {
    const { at, directory, events } = simulated('used', { maxBytes: 200e6 });
    fs.mkdirSync(directory);
    fs.writeFileSync(path.join(directory, 'data.bin'), '');
    fs.truncateSync(path.join(directory, 'data.bin'), 300e6);
    await at(0, growing, growing, 1);
    assert.deepStrictEqual(events, [['snapshot', 'start']]);
    assert.match(fs.readdirSync(directory).sort()[1], /-live_a_b___-start\.heapsnapshot$/);
    const old = path.join(directory, 'gc-tracker-2020-01-01T00-00-00.000Z-1-0-a-start.heapsnapshot');
    fs.writeFileSync(old, '');
    fs.truncateSync(old, 200e6);
    await at(HOUR, growing, [], 2);
    assert.deepStrictEqual(events.at(-1), ['warning', 'ERR_GC_TRACKER_SNAPSHOT_BUDGET']);
  });

  test('a folder that cannot be made', async () => {
    fs.writeFileSync(path.join(folder, 'file'), '');
    const { at, events } = simulated('file/below');
    await at(0, growing, growing, 1);
    assert.deepStrictEqual(events, [['warning', 'ERR_GC_TRACKER_SNAPSHOT_WRITE']]);
  });

  test('closed while it writes: nothing is left, nothing is told', async () => {
    const { at, directory, events, snapshots } = simulated('closed');
    fs.mkdirSync(directory);
    const begun = new Promise((resolve) => {
      const watcher = fs.watch(directory, () => {
        watcher.close();
        resolve();
      });
    });
    await at(0, growing, growing);
    await begun;
    snapshots.stop();
    const limit = Date.now() + 20_000;
    while (fs.readdirSync(directory).length > 0 && Date.now() < limit) await new Promise(setImmediate);
    assert.deepStrictEqual([fs.readdirSync(directory), events], [[], []]);
  });
});
