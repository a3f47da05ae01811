'use strict';

// What the module's own malloc says of itself, where it exports mallinfo or sbrk.

const { ownValue } = require('./memory.js');

/** The C struct: ten integers of 32 bits. */
const WORDS = 10;
const WORD_BYTES = 4;

/**
 * A function (module, () => ArrayBuffer) => figures, or undefined if the module exports neither. It does not hold the
 * module: no function in its scope may mention it.
 */
function allocatorReader(module) {
  const onStack = has(module, 'stackSave', 'stackAlloc', 'stackRestore');
  const mallinfo = has(module, '_mallinfo') && (onStack || has(module, '_malloc', '_free'));
  const sbrk = has(module, '_sbrk');
  if (!mallinfo && !sbrk) return undefined;
  return (it, buffer) => ({
    ...(mallinfo && (onStack ? readOnStack(it, buffer) : readOnHeap(it, buffer))),
    ...(sbrk && { breakBytes: Number(it._sbrk(0)) }),
  });
}

function has(module, ...names) {
  return names.every((name) => typeof ownValue(module, name) === 'function');
}

/** The struct is returned in memory of the caller's. */
function readOnStack(module, buffer) {
  const top = module.stackSave();
  try {
    return readMallinfo(module, buffer, module.stackAlloc(WORDS * WORD_BYTES));
  } finally {
    module.stackRestore(top);
  }
}

function readOnHeap(module, buffer) {
  const address = module._malloc(WORDS * WORD_BYTES);
  try {
    return readMallinfo(module, buffer, address);
  } finally {
    module._free(address);
  }
}

/** `buffer` is a function: malloc may have made the memory grow, and the buffer another one. */
function readMallinfo(module, buffer, address) {
  module._mallinfo(address);
  const [heap, , , , , highest, , used, free, top] = new Uint32Array(buffer(), Number(address), WORDS);
  return { heapBytes: heap, highWaterBytes: highest, usedBytes: used, freeBytes: free, topBytes: top };
}

module.exports = { allocatorReader };
