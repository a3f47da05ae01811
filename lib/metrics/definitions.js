'use strict';

// The definitions of all metrics: each with its names and units in both ecosystems, and a function that takes its points from
// a reading (source.js).
//
// A point is { by, value }, or { by, buckets: [{ count, seconds }] } for a histogram. `by` has the labels. `additive` means
// that a sum over processes makes sense.

const { BOUNDS } = require('../tracking/index.js');

const OBJECTS = [
  {
    prometheus: 'live_objects',
    opentelemetry: 'gc_tracker.objects.live',
    type: 'gauge',
    additive: true,
    unit: '{object}',
    help: 'Tracked objects that were not found collected.',
    points: ({ labels }) => labels.map(({ label, live }) => ({ by: { label }, value: live })),
  },
  {
    prometheus: 'collected_objects_total',
    opentelemetry: 'gc_tracker.objects.collected',
    type: 'counter',
    unit: '{object}',
    help: 'Tracked objects that were found collected.',
    points: ({ labels }) => labels.map(({ label, collected }) => ({ by: { label }, value: collected })),
  },
  {
    prometheus: 'untracked_objects_total',
    opentelemetry: 'gc_tracker.objects.untracked',
    type: 'counter',
    unit: '{object}',
    help: 'Objects that were given up before they were found collected.',
    points: ({ labels }) => labels.map(({ label, untracked }) => ({ by: { label }, value: untracked })),
  },
  {
    prometheus: 'uncollected_objects',
    opentelemetry: 'gc_tracker.objects.uncollected',
    type: 'gauge',
    additive: true,
    unit: '{object}',
    help: 'Disposed objects that are alive a second and 3 full GCs later.',
    points: ({ labels }) => labels.map(({ label, uncollected }) => ({ by: { label }, value: uncollected })),
  },
  {
    prometheus: 'failed_reads_total',
    opentelemetry: 'gc_tracker.failed_reads',
    type: 'counter',
    unit: '{read}',
    help: 'Reads for these metrics that failed: the values before were repeated.',
    points: ({ failedReads }) => [{ by: {}, value: failedReads }],
  },
];

const LIFETIMES = {
  prometheus: 'object_lifetime_seconds',
  opentelemetry: 'gc_tracker.object.lifetime',
  type: 'histogram',
  unit: 's',
  bounds: BOUNDS,
  help: 'From when an object was tracked until it was found collected, after a GC.',
  points: ({ labels }) =>
    labels.flatMap(({ label, lifetimes }) => (lifetimes ? [{ by: { label }, buckets: lifetimes }] : [])),
};

const PAUSES = {
  prometheus: 'gc_pause_seconds',
  opentelemetry: 'v8js.gc.duration',
  type: 'histogram',
  unit: 's',
  bounds: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
  help: 'Garbage collections by kind: major, minor, incremental, weakcb.',
  points: ({ pauses }) => pauses.map(({ kind, buckets }) => ({ by: { kind }, buckets })),
};

/** Slopes of a monitor are per hour. */
const SECONDS_PER_HOUR = 3600;

const VERDICTS = ['growing', 'stable', 'shrinking', 'undecided'];

const TRENDS = [
  {
    prometheus: 'trend_slope_bytes_per_second',
    opentelemetry: 'gc_tracker.trend.memory_slope',
    type: 'gauge',
    unit: 'By/s',
    help: 'Slope of the lower envelope of a series of bytes.',
    points: ({ verdicts }) => slopes(verdicts, 'bytes'),
  },
  {
    prometheus: 'trend_slope_per_second',
    opentelemetry: 'gc_tracker.trend.count_slope',
    type: 'gauge',
    unit: '1/s',
    help: 'Slope of the lower envelope of a series of counts.',
    points: ({ verdicts }) => slopes(verdicts, 'count'),
  },
  {
    prometheus: 'trend_verdict',
    opentelemetry: 'gc_tracker.trend.verdict',
    type: 'gauge',
    additive: true,
    unit: '{series}',
    help: 'Whether this is the verdict on the series: 1 or 0.',
    points: ({ verdicts }) =>
      verdicts.flatMap(({ series, verdict }) =>
        VERDICTS.map((one) => ({ by: { series, verdict: one }, value: Number(one === verdict) })),
      ),
  },
];

/** The slopes per second of all series with this unit. */
function slopes(verdicts, wantedUnit) {
  return verdicts
    .filter(({ unit, slope }) => unit === wantedUnit && slope !== null)
    .map(({ series, slope }) => ({ by: { series }, value: slope / SECONDS_PER_HOUR }));
}

/** Metrics of recyclers. */
const SANDBOXES = [
  {
    prometheus: 'sandbox_instances',
    opentelemetry: 'gc_tracker.sandbox.instances',
    type: 'gauge',
    additive: true,
    unit: '{instance}',
    help: 'Instances whose disposal is not proven yet: current, draining, being disposed.',
    points: ({ recyclers }) => recyclers.map(({ recycler, live }) => ({ by: { recycler }, value: live })),
  },
  {
    prometheus: 'sandbox_wasm_bytes',
    opentelemetry: 'gc_tracker.sandbox.wasm_memory',
    type: 'gauge',
    additive: true,
    unit: 'By',
    help: 'Linear memory of the instances that serve.',
    points: ({ recyclers }) =>
      recyclers.map(({ recycler, wasmBytes }) => ({ by: { recycler }, value: wasmBytes })),
  },
  {
    prometheus: 'sandbox_running_calls',
    opentelemetry: 'gc_tracker.sandbox.running_calls',
    type: 'gauge',
    additive: true,
    unit: '{call}',
    help: 'Calls that have not ended, those that wait for an instance among them.',
    points: ({ recyclers }) =>
      recyclers.map(({ recycler, running }) => ({ by: { recycler }, value: running })),
  },
  counterOfRecyclers('calls', '{call}', 'Calls that were accepted.'),
  counterOfRecyclers('errors', '{call}', 'Calls that were rejected, for any reason.'),
  counterOfRecyclers('crashes', '{instance}', 'Instances that crashed.'),
  counterOfRecyclers('failures', '{failure}', 'Factories that failed to make an instance.'),
  counterOfRecyclers('leaks', '{instance}', 'Instances whose disposal was not proven.'),
  {
    prometheus: 'sandbox_recycles_total',
    opentelemetry: 'gc_tracker.sandbox.recycles',
    type: 'counter',
    unit: '{instance}',
    help: 'Instances that were replaced, by reason: calls, wasmBytes, heapBytes, age, crash.',
    points: ({ recyclers }) =>
      recyclers.flatMap(({ recycler, recycles }) =>
        Object.entries(recycles).map(([reason, value]) => ({ by: { recycler, reason }, value })),
      ),
  },
];

/** A counter for a field of a recycler's `stats()`. */
function counterOfRecyclers(name, unit, help) {
  return {
    prometheus: `sandbox_${name}_total`,
    opentelemetry: `gc_tracker.sandbox.${name}`,
    type: 'counter',
    unit,
    help,
    points: ({ recyclers }) => recyclers.map(({ recycler, [name]: value }) => ({ by: { recycler }, value })),
  };
}

module.exports = { LIFETIMES, OBJECTS, PAUSES, SANDBOXES, TRENDS };
