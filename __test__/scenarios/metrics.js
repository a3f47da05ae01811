'use strict';

// What metrics say of real GCs: lifetimes of labelled targets that were tracked after somebody wanted to
// know, and what is uncollected after its disposal. By a registry that has only the methods that matter.

const { trackGC, stopTrackGC, forceGC } = require('../..');
const { registerMetrics } = require('../../lib/metrics/prometheus.js');
const { assert, delay, each, run, until } = require('./support.js');

const registered = new Map();
const registry = {
  registerMetric: (metric) => registered.set(metric.name, metric),
  getSingleMetric: (name) => registered.get(name),
  removeSingleMetric: (name) => registered.delete(name),
};

/** The values of a metric: { [label]: value }; of a histogram those of one of its series. */
async function values(name, series) {
  const { values } = await registered.get(`gc_tracker_${name}`).get();
  const some = values.filter(({ metricName }) => metricName === (series && `gc_tracker_${name}_${series}`));
  return Object.fromEntries(some.map(({ labels, value }) => [labels.label, value]));
}

const lifetimes = (series) => values('object_lifetime_seconds', series);

/** GCs until so many of the label have been counted. */
async function collect(label, count) {
  let collected = 0;
  for (let turn = 0; collected < count && turn < 100; turn++) {
    await forceGC();
    collected = (await values('collected_objects_total'))[label] ?? 0;
  }
  assert.strictEqual(collected, count, label);
}

async function lifetimesAreCounted() {
  const early = each(10, (i) => ({ i }));
  early.forEach((target) => trackGC(target, undefined, { label: 'early' }));
  const handle = registerMetrics(registry, { gcPauses: false });
  each(50, () => trackGC({}));
  const start = performance.now();
  const held = each(100, (i) => ({ i }));
  held.forEach((target) => trackGC(target, () => {}, { label: 'held' }));
  each(200, () => trackGC({}, undefined, { label: 'short' }));
  trackGC(registry, undefined, { label: 'given up' }).untrack();
  await collect('short', 200);
  const first = await lifetimes('sum');
  const elapsed = () => (performance.now() - start) / 1000;
  assert.deepStrictEqual(await lifetimes('count'), { early: 0, held: 0, short: 200, 'given up': 0 });
  assert.ok(first.short >= 0 && first.short <= 200 * (elapsed() + 0.02), `${first.short} s`);

  await delay(300);
  held.length = early.length = 0;
  await collect('held', 100);
  await collect('early', 10);
  assert.deepStrictEqual(await lifetimes('count'), { early: 0, held: 100, short: 200, 'given up': 0 });
  const { held: sum } = await lifetimes('sum');
  assert.ok(sum >= 100 * 0.28 && sum <= 100 * (elapsed() + 0.02), `${sum} s`);

  // They start anew with the counters, and go on to be counted.
  stopTrackGC();
  assert.deepStrictEqual(await lifetimes('count'), {});
  each(20, () => trackGC({}, undefined, { label: 'after' }));
  await collect('after', 20);
  assert.deepStrictEqual(await lifetimes('count'), { after: 20 });
  handle.dispose();
  assert.strictEqual(registered.size, 0);
}

async function uncollectedAreCounted() {
  const handle = registerMetrics(registry, { gcPauses: false, lifetimes: false });
  assert.ok(!registered.has('gc_tracker_object_lifetime_seconds'));
  const held = each(3, (i) => ({ i }));
  held.forEach((target) => trackGC(target, undefined, { label: 'leak' }).markDisposed());
  each(3, (i) => trackGC({ i }, undefined, { label: 'clean' }).markDisposed());
  held.forEach((target) => trackGC(target, undefined, { label: 'in use', disposable: true }));
  const uncollected = () => values('uncollected_objects');
  assert.deepStrictEqual(await uncollected(), { after: 0, leak: 0, clean: 0, 'in use': 0 });
  await delay(1100);
  await forceGC({ cycles: 5 });
  assert.deepStrictEqual(await uncollected(), { after: 0, leak: 3, clean: 0, 'in use': 0 });
  held.length = 0;
  await collect('leak', 3);
  let left = 3;
  await until(() => {
    uncollected().then(({ leak }) => {
      left = leak;
    });
    return left === 0;
  }, 'the end of the leak');
  handle.dispose();
}

run(async () => {
  await lifetimesAreCounted();
  await uncollectedAreCounted();
});
