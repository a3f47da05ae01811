'use strict';

// The options of monitorMemory, checked.

const { argumentError, quote } = require('../util/errors.js');

const UNITS = ['bytes', 'count'];
const MOST_SERIES = 32;
const RESERVED = ['heapUsed', 'external', 'arrayBuffers', 'rss', 'detachedContexts'];

/** { requests, series: [{ name, unit, read }], confidence, snapshots } */
function checkOptions(options = {}) {
  checkObject('the options', options, '{ confidence: 0.95 }');
  const { requests, series = {}, confidence = 0.95, snapshots } = options;
  if (requests !== undefined && typeof requests !== 'function') {
    throw invalid(`requests must be a function that returns how many were done, not ${quote(requests)}`);
  }
  if (typeof confidence !== 'number' || !(confidence >= 0.5 && confidence <= 0.999)) {
    throw invalid(`confidence must be a number from 0.5 to 0.999, not ${quote(confidence)}`);
  }
  return { requests, series: checkSeries(series), confidence, snapshots: checkSnapshots(snapshots) };
}

function checkSeries(series) {
  checkObject('series', series, '{ sessions: () => sessions.size }');
  const names = Object.keys(series);
  if (names.length > MOST_SERIES) {
    throw invalid(`there may be ${MOST_SERIES} series of your own, not ${names.length}`);
  }
  return names.map((name) => {
    if (name === '' || RESERVED.includes(name) || name.startsWith('live:')) {
      throw invalid(`${quote(name)} is the name of another series: give yours another one`);
    }
    const one = series[name];
    const { read, unit = 'count' } = typeof one === 'function' ? { read: one } : (one ?? {});
    if (typeof read !== 'function') {
      throw invalid(`the series ${quote(name)} must be a function, or { read, unit }, not ${quote(one)}`);
    }
    if (!UNITS.includes(unit)) {
      throw invalid(`the unit of the series ${quote(name)} must be 'bytes' or 'count', not ${quote(unit)}`);
    }
    return { name, unit, read };
  });
}

function checkSnapshots(snapshots) {
  if (snapshots === undefined) return undefined;
  checkObject('snapshots', snapshots, "{ directory: '/var/tmp/app' }");
  const { directory, maxBytes = 2e9, minIntervalMs = 6 * 3_600_000, laterMs = 1_800_000 } = snapshots;
  if (typeof directory !== 'string' || directory === '' || directory.includes('\0')) {
    throw invalid(`directory must be the path of a folder, not ${quote(directory)}`);
  }
  for (const [name, value] of Object.entries({ maxBytes, minIntervalMs, laterMs })) {
    if (typeof value !== 'number' || !(value >= 0)) {
      throw invalid(`${name} must be a number of 0 or more, not ${quote(value)}`);
    }
  }
  return { directory, maxBytes, minIntervalMs, laterMs };
}

function checkObject(what, value, example) {
  if (typeof value === 'object' && value !== null) return;
  throw invalid(`${what} must be an object like ${example}, not ${quote(value)}`);
}

function invalid(message) {
  return argumentError('ERR_GC_TRACKER_INVALID_OPTIONS', message);
}

module.exports = { checkOptions };
