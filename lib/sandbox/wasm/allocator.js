'use strict';

// Reads the figures of the module's own allocator, if it exports mallinfo or sbrk.

const { ownValue } = require('./memory.js');

/** The C struct mallinfo: ten integers of 32 bits. */
const WORDS = 10;
const WORD_BYTES = 4;

/**
 * Returns a function (module, () => ArrayBuffer) => figures, or undefined if the module exports neither. The function does not
 * hold the module, so no function in its scope may refer to the module.
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

/** The caller provides the memory for the struct. */
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

/** `buffer` is a function, because malloc may grow the memory, which replaces its buffer. */
function readMallinfo(module, buffer, address) {
  module._mallinfo(address);
  const [heap, , , , , highest, , used, free, top] = new Uint32Array(buffer(), Number(address), WORDS);
  return { heapBytes: heap, highWaterBytes: highest, usedBytes: used, freeBytes: free, topBytes: top };
}

module.exports = { allocatorReader };
