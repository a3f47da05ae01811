'use strict';

// One answer of several processes or threads: prom-client's cluster mode, and worker threads.

const assert = require('node:assert');
const path = require('node:path');
const process = require('node:process');
const { before, describe, test } = require('node:test');
const { current } = require('../packages');
const { installTracker } = require('../packages/tracker.js');
const { start } = require('../support/program.js');
const { workspace } = require('../support/workspace.js');
const { seriesOf } = require('./exposition.js');
const { checkMetrics, installPrometheus } = require('./prometheus.js');

before(() => {
  installTracker();
  installPrometheus();
});

/** What the program prints. */
async function run(t, name) {
  const cwd = workspace(t, { modules: current(), files: [path.join(__dirname, 'programs', name)] });
  const program = start(t, process.execPath, [name], { cwd });
  const [line] = await program.line(/^".*"$/);
  assert.strictEqual(await program.ended, 0, program.errors());
  const text = JSON.parse(line);
  checkMetrics(text);
  return seriesOf(text);
}

describe('several', { timeout: 60_000 }, () => {
  test('the workers of a cluster as sums', async (t) => {
    const series = await run(t, 'cluster.js');
    const expected = {
      'gc_tracker_live_objects{label="kept"}': 20,
      'gc_tracker_live_objects{label="collected"}': 0,
      'gc_tracker_collected_objects_total{label="collected"}': 20,
      'gc_tracker_untracked_objects_total{label="kept"}': 0,
      'gc_tracker_uncollected_objects{label="kept"}': 20,
      'gc_tracker_uncollected_objects{label="collected"}': 0,
      'gc_tracker_object_lifetime_seconds_count{label="collected"}': 20,
      'gc_tracker_object_lifetime_seconds_bucket{label="collected",le="+Inf"}': 20,
      'gc_tracker_trend_verdict{series="heapUsed",verdict="undecided"}': 2,
      'gc_tracker_trend_verdict{series="heapUsed",verdict="growing"}': 0,
    };
    for (const [name, value] of Object.entries(expected)) assert.strictEqual(series[name], value, name);
    assert.ok(series['gc_tracker_gc_pause_seconds_count{kind="major"}'] >= 10);
  });

  test('threads side by side', async (t) => {
    const series = await run(t, 'workers.js');
    const expected = {
      'gc_tracker_live_objects{label="kept",thread="main"}': 1,
      'gc_tracker_live_objects{label="kept",thread="1"}': 10,
      'gc_tracker_live_objects{label="kept",thread="2"}': 10,
      'gc_tracker_collected_objects_total{label="collected",thread="1"}': 10,
      'gc_tracker_object_lifetime_seconds_count{label="collected",thread="2"}': 10,
    };
    for (const [name, value] of Object.entries(expected)) assert.strictEqual(series[name], value, name);
    // GCs of the main thread are no pauses of the others.
    assert.ok(series['gc_tracker_gc_pause_seconds_count{kind="major",thread="1"}'] >= 5);
    assert.ok(!(series['gc_tracker_gc_pause_seconds_count{kind="major",thread="main"}'] >= 5));
  });
});
