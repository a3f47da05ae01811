'use strict';

// Asserts that repeated work does not leave more behind each time. The first stage only measures: the heap, memory outside
// it, the caller's metrics. If one of them may grow, the second stage takes heap snapshots, as long as something may have
// grown on every round.

const { performance } = require('node:perf_hooks');
const process = require('node:process');
const { serialQueue } = require('../util/serial-queue.js');
const { runGCs } = require('../gc/index.js');
const { argumentError, quote } = require('../util/errors.js');
const { checkOptions, integer } = require('../util/options.js');
const { LeakError, checkedKnownRetainers } = require('../leaks/index.js');
const { HeapMeter, Meters, checkedMetrics } = require('./metrics.js');
const { GrowthScenario } = require('./scenario.js');

/** GCs before each measurement. The second one clears what weak callbacks and compiled code held during the first. */
const CYCLES = 2;

const growthQueue = serialQueue();

async function assertNoGrowth(scenario, options) {
  const checked = checkedOptions(options);
  if (typeof scenario !== 'function') {
    const message = `pass a function that does the work once, not ${quote(scenario)}`;
    throw argumentError('ERR_GC_TRACKER_INVALID_CALLBACK', message);
  }
  await growthQueue(() => check(new GrowthScenario(scenario), checked));
}

let loaded;

/** What only a failure needs, loaded once: a runner that loads modules anew would give another copy. */
function explainer() {
  if (loaded === undefined) {
    loaded = { ...require('./paths.js'), ...require('./growth-report.js') };
    require('../util/inspector.js').prepareInspector();
  }
  return loaded;
}

async function check(scenario, { warmup, rounds, loops, metrics, knownRetainers }) {
  // Loaded before the first round: their memory is no growth, and once a test has timed out its runner may load no modules.
  const { pathsThatGrow, growthText } = explainer();
  const start = performance.now();
  const meters = new Meters(metrics, loops);
  await scenario.repeat(warmup);
  const first = await measure(scenario, { rounds, loops, meters });
  if (!first.mayGrow) return;
  const second = await pathsThatGrow(scenario, { rounds, loops, meters, knownRetainers });
  const growth = [...second.paths, ...meters.growing()];
  if (growth.length === 0) return;
  const text = growthText(growth, {
    loops,
    rounds: first.rounds + second.rounds,
    snapshots: second.snapshots,
    failure: second.failure,
    heapBytesPerLoop: second.heapBytesPerLoop,
    elapsedMs: performance.now() - start,
  });
  if (growth.some(({ known }) => known === null || known.leak)) throw new LeakError(text, [], growth);
  process.emitWarning(text, { type: 'KnownLeakWarning', code: 'ERR_GC_TRACKER_KNOWN_LEAK' });
}

/**
 * The first stage, without a snapshot: { mayGrow, rounds }. The heap of any program grows for a while after its start, so this
 * stage has twice the rounds.
 */
async function measure(scenario, { rounds, loops, meters }) {
  const heap = new HeapMeter();
  for (;;) {
    if (heap.rounds >= 0) await scenario.repeat(loops);
    await runGCs(CYCLES);
    heap.read();
    await meters.read();
    const mayGrow = heap.mayGrow || meters.mayGrow;
    if (!mayGrow || heap.rounds === 2 * rounds) return { mayGrow, rounds: heap.rounds };
  }
}

function checkedOptions(options) {
  const given = checkOptions(options, '{ loops: 7 }', {
    // One round is no trend, and two are a coincidence.
    rounds: integer(2, 100),
    loops: integer(1, 1_000_000),
    warmup: integer(0, 1_000_000),
    metrics: checkedMetrics,
    knownRetainers: checkedKnownRetainers,
  });
  const { rounds = 3, loops = 7, metrics = checkedMetrics({}), knownRetainers = [] } = given;
  const { warmup = loops } = given;
  return { warmup, rounds, loops, metrics, knownRetainers };
}

module.exports = { assertNoGrowth };
