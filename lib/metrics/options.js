'use strict';

// The options that both entries take.

const { argumentError, quote } = require('../util/errors.js');

/** A label is 18 series in Prometheus: this many labels are a scrape of some 100 kB. */
const MAX_LABELS = 100;

/** The options, complete. `gcPauses` is the entry's default. */
function checkOptions(options, { gcPauses }) {
  if (typeof options !== 'object' || options === null) {
    throw invalid(`the options must be an object like { monitor }, not ${quote(options)}`);
  }
  const { monitor, recyclers = {}, lifetimes = true, maxLabels = MAX_LABELS } = options;
  const checked = { monitor, lifetimes, maxLabels, gcPauses: options.gcPauses ?? gcPauses };
  if (monitor !== undefined && typeof monitor?.verdicts !== 'function') {
    throw invalid(`monitor must be what monitorMemory has returned, not ${quote(monitor)}`);
  }
  checked.recyclers = checkFronts(recyclers);
  for (const name of ['lifetimes', 'gcPauses']) {
    if (typeof checked[name] !== 'boolean') {
      throw invalid(`${name} must be true or false, not ${quote(checked[name])}`);
    }
  }
  if (!Number.isInteger(maxLabels) || maxLabels < 1) {
    throw invalid(`maxLabels must be a positive integer, not ${quote(maxLabels)}`);
  }
  return checked;
}

/** [name, recycler][] */
function checkFronts(recyclers) {
  if (typeof recyclers !== 'object' || recyclers === null) {
    throw invalid(`recyclers must be an object like { images: recycle(…) }, not ${quote(recyclers)}`);
  }
  for (const [name, recycler] of Object.entries(recyclers)) {
    if (typeof recycler?.stats === 'function') continue;
    throw invalid(`the recycler ${quote(name)} must be what recycle has returned, not ${quote(recycler)}`);
  }
  return Object.entries(recyclers);
}

function invalid(message) {
  return argumentError('ERR_GC_TRACKER_INVALID_OPTIONS', message);
}

module.exports = { checkOptions, invalid };
