'use strict';

// WebAssembly: compiled modules, instances with their exports, memories (grown, shared), tables of
// functions, globals that hold JavaScript objects.

const v8 = require('node:v8');

// (module (memory (export "m") 1) (table (export "t") 2 funcref)
//   (func (export "f") (param i32) (result i32) local.get 0 i32.const 1 i32.add)
//   (import "env" "log" (func (param i32))))
const bytes = new Uint8Array(
  [
    [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    [0x01, 0x0a, 0x02, 0x60, 0x01, 0x7f, 0x00, 0x60, 0x01, 0x7f, 0x01, 0x7f],
    [0x02, 0x0b, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x03, 0x6c, 0x6f, 0x67, 0x00, 0x00],
    [0x03, 0x02, 0x01, 0x01],
    [0x04, 0x04, 0x01, 0x70, 0x00, 0x02],
    [0x05, 0x03, 0x01, 0x00, 0x01],
    [0x07, 0x0d, 0x03, 0x01, 0x6d, 0x02, 0x00, 0x01, 0x74, 0x01, 0x00, 0x01, 0x66, 0x00, 0x01],
    [0x0a, 0x09, 0x01, 0x07, 0x00, 0x20, 0x00, 0x41, 0x01, 0x6a, 0x0b],
  ].flat(),
);

const compiled = new WebAssembly.Module(bytes);
const instances = Array.from({ length: 20 }, (_, index) => {
  const held = { index };
  return new WebAssembly.Instance(compiled, { env: { log: () => held } });
});
instances[0].exports.m.grow(3);
instances[0].exports.t.set(0, instances[1].exports.f);
instances[1].exports.f(1);

globalThis.kept = {
  compiled,
  instances,
  exported: instances[5].exports.f,
  memory: new WebAssembly.Memory({ initial: 2, maximum: 10 }),
  viewed: new Uint8Array(new WebAssembly.Memory({ initial: 1 }).buffer),
  sharedMemory: new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }),
  table: new WebAssembly.Table({ initial: 10, element: 'externref' }, { held: 'by a table' }),
  global: new WebAssembly.Global({ value: 'externref', mutable: true }, { held: 'by a global' }),
  number: new WebAssembly.Global({ value: 'i64' }, 7n),
};

v8.writeHeapSnapshot(process.argv[2]);
