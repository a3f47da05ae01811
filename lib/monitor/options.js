'use strict';

// Checks the options of monitorMemory.

const { quote } = require('../util/errors.js');
const {
  callback,
  checkOptions,
  invalidOption,
  must,
  notNegative,
  number,
  object,
} = require('../util/options.js');

const UNITS = ['bytes', 'count'];
const MAX_SERIES = 32;
const RESERVED = ['heapUsed', 'external', 'arrayBuffers', 'rss', 'detachedContexts'];

/** Returns { requests, series: [{ name, unit, read }], confidence, snapshots }. */
function checkedOptions(options) {
  const given = checkOptions(options, '{ confidence: 0.95 }', {
    requests: callback('a function that returns how many were done'),
    series: checkedSeries,
    confidence: number(0.5, 0.999),
    snapshots: checkedSnapshots,
  });
  const { requests, series = [], confidence = 0.95, snapshots } = given;
  return { requests, series, confidence, snapshots };
}

function checkedSeries(series, option) {
  object('{ sessions: () => sessions.size }')(series, option);
  const names = Object.keys(series);
  if (names.length > MAX_SERIES) {
    throw invalidOption(`there may be ${MAX_SERIES} series of your own, not ${names.length}`);
  }
  return names.map((name) => {
    if (name === '' || RESERVED.includes(name) || name.startsWith('live:')) {
      throw invalidOption(`${quote(name)} is the name of another series: give yours another one`);
    }
    const given = series[name];
    const { read, unit = 'count' } = typeof given === 'function' ? { read: given } : (given ?? {});
    if (typeof read !== 'function') {
      const message = `the series ${quote(name)} must be a function, or { read, unit }, not ${quote(given)}`;
      throw invalidOption(message);
    }
    if (!UNITS.includes(unit)) {
      const message = `the unit of the series ${quote(name)} must be 'bytes' or 'count', not ${quote(unit)}`;
      throw invalidOption(message);
    }
    return { name, unit, read };
  });
}

const folder = must(
  'the path of a folder',
  (value) => typeof value === 'string' && value !== '' && !value.includes('\0'),
);

function checkedSnapshots(snapshots, option) {
  const example = "{ directory: '/var/tmp/app' }";
  const given = checkOptions(object(example)(snapshots, option), example, {
    directory: folder,
    maxBytes: notNegative,
    minIntervalMs: notNegative,
    laterMs: notNegative,
  });
  const { directory, maxBytes = 2e9, minIntervalMs = 6 * 3_600_000, laterMs = 1_800_000 } = given;
  return { directory: folder(directory, 'directory'), maxBytes, minIntervalMs, laterMs };
}

module.exports = { checkedOptions };
