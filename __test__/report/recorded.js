'use strict';

// A recording of six hours of which every number is known, as monitor.recording() has it.

const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 2, 14, 9);
const POINTS = 120;

/** A straight line with peaks above it: from `start` by `rate` an hour. */
function points(start, rate) {
  return Array.from({ length: POINTS }, (_, index) => {
    const hours = (index * 6) / POINTS;
    const low = start + rate * hours;
    return [FROM + hours * HOUR, low, Math.round(low * (1.05 + 0.2 * ((index * 37) % 10) * 0.1))];
  });
}

function verdict(series, unit, word, slope, interval) {
  const evidence = {
    from: FROM,
    to: FROM + 6 * HOUR,
    samples: POINTS,
    eventLoopUtilization: 0.34,
    requests: 812_345,
  };
  return { series, unit, verdict: word, slope, interval, confidence: 0.95, pValue: 1e-9, evidence };
}

/** The recording; `more` replaces parts of it. */
function recorded(more = {}) {
  return {
    version: 1,
    gcTracker: '0.1.0',
    node: 'v22.23.0',
    pid: 4711,
    command: ['/usr/bin/node', '/srv/app/server.js', '--token=TOPSECRET'],
    from: FROM,
    to: FROM + 6 * HOUR,
    series: [
      { name: 'heapUsed', unit: 'bytes', points: points(42e6, 3e6) },
      { name: 'external', unit: 'bytes', points: points(3e6, 0) },
      { name: 'rss', unit: 'bytes', points: points(98e6, 3.3e6) },
      { name: 'detachedContexts', unit: 'count', points: points(0, 0) },
      { name: 'live:session', unit: 'count', points: points(1000, 800) },
    ],
    verdicts: [
      verdict('external', 'bytes', 'stable', 1200, [-4000, 6000]),
      verdict('heapUsed', 'bytes', 'growing', 3e6, [2.8e6, 3.2e6]),
      verdict('rss', 'bytes', 'growing', 3.3e6, [3e6, 3.7e6]),
      verdict('detachedContexts', 'count', 'stable', 0, [0, 0]),
      verdict('live:session', 'count', 'undecided', null, null),
    ],
    gcs: {
      count: { minor: 9120, major: 120, incremental: 240, weakcb: 3 },
      pauseMs: { minor: 8123.2, major: 1711.5, incremental: 120, weakcb: 1 },
      fullGCs: points(0, 0).map(([time], index) => [time, 4 + (index % 9)]),
    },
    labels: { session: { live: 5800, collected: 123_456, untracked: 0 } },
    ...more,
  };
}

module.exports = { FROM, HOUR, recorded };
