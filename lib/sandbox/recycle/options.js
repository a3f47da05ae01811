'use strict';

// The options of recycle, checked.

const { argumentError, quote } = require('../../util/errors.js');
const { checkDisposal } = require('../context/options.js');

const LIMITS = ['maxCalls', 'maxWasmBytes', 'maxHeapBytes', 'maxAgeMs'];

/** { maxCalls, maxWasmBytes, maxHeapBytes, maxAgeMs, isCrash, disposal }: a limit that is not given is Infinity. */
function checkOptions(options = {}) {
  if (typeof options !== 'object' || options === null) {
    throw invalid(`the options must be an object like { maxCalls: 1000 }, not ${quote(options)}`);
  }
  const checked = {};
  for (const name of LIMITS) {
    const { [name]: limit = Infinity } = options;
    if (typeof limit !== 'number' || !(limit > 0)) {
      throw invalid(`${name} must be a number greater than 0, not ${quote(limit)}`);
    }
    checked[name] = limit;
  }
  const { isCrash, disposal = {} } = options;
  if (isCrash !== undefined && typeof isCrash !== 'function') {
    throw invalid(`isCrash must be a function (error, exports) => boolean, not ${quote(isCrash)}`);
  }
  if (typeof disposal !== 'object' || disposal === null) {
    throw invalid(`disposal must be an object like { explain: true }, not ${quote(disposal)}`);
  }
  // In a service no heap snapshot, which would stop it, and no full GC more than the proof needs.
  return { ...checked, isCrash, disposal: checkDisposal({ explain: false, measure: false, ...disposal }) };
}

function invalid(message) {
  return argumentError('ERR_GC_TRACKER_INVALID_OPTIONS', message);
}

module.exports = { checkOptions };
