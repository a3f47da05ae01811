'use strict';

// A program in WebAssembly that only ever asks for more memory. No JavaScript object grows in number.

const memory = new WebAssembly.Memory({ initial: 1 });
let free = 0;

exports.leak = () => {
  memory.grow(1);
};
exports.clean = () => {
  if (free === 0) free += memory.grow(0) < 8 ? 1 : 0;
  if (memory.buffer.byteLength < 8 * 65_536) memory.grow(1);
};
exports.options = {
  warmup: 8,
  metrics: { wasm: () => memory.buffer.byteLength, external: false, arrayBuffers: false },
};
exports.growth = [{ name: 'wasm', perLoop: 65_536 }];
