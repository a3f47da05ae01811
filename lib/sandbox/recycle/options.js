'use strict';

// Checks the options of recycle.

const { callback, checkOptions, must, object } = require('../../util/options.js');
const { checkDisposal } = require('../context/options.js');

const limit = must('a number greater than 0', (value) => typeof value === 'number' && value > 0);

/** Returns { maxCalls, maxWasmBytes, maxHeapBytes, maxAgeMs, isCrash, disposal }. A missing limit is Infinity. */
function checkedOptions(options) {
  const {
    maxCalls = Infinity,
    maxWasmBytes = Infinity,
    maxHeapBytes = Infinity,
    maxAgeMs = Infinity,
    ...given
  } = checkOptions(options, '{ maxCalls: 1000 }', {
    maxCalls: limit,
    maxWasmBytes: limit,
    maxHeapBytes: limit,
    maxAgeMs: limit,
    isCrash: callback('a function (error, exports) => boolean'),
    disposal: object('{ explain: true }'),
  });
  // By default no heap snapshot, which would stop a service, and no more full GCs than the proof needs.
  const disposal = checkDisposal({ explain: false, measure: false, ...given.disposal });
  return { maxCalls, maxWasmBytes, maxHeapBytes, maxAgeMs, isCrash: given.isCrash, disposal };
}

module.exports = { checkedOptions };
