'use strict';

// The options of recycle, checked.

const { callback, checkOptions, must, object } = require('../../util/options.js');
const { checkDisposal } = require('../context/options.js');

const limit = must('a number greater than 0', (value) => typeof value === 'number' && value > 0);

/** { maxCalls, maxWasmBytes, maxHeapBytes, maxAgeMs, isCrash, disposal }: a limit that is not given is Infinity. */
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
  // In a service no heap snapshot, which would stop it, and no full GC more than the proof needs.
  const disposal = checkDisposal({ explain: false, measure: false, ...given.disposal });
  return { maxCalls, maxWasmBytes, maxHeapBytes, maxAgeMs, isCrash: given.isCrash, disposal };
}

module.exports = { checkedOptions };
