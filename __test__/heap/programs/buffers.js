'use strict';

// ArrayBuffers and their views: small ones on the heap, backing stores outside, shared, resizable and
// transferred ones, several views of one buffer, and Buffers from the pool.

const v8 = require('node:v8');

const shared = new ArrayBuffer(1 << 20);
const transferred = new ArrayBuffer(4096);
const moved = structuredClone(transferred, { transfer: [transferred] });

globalThis.kept = {
  views: [new Uint8Array(shared), new Float64Array(shared, 8, 100), new DataView(shared, 16)],
  onHeap: Array.from({ length: 200 }, (_, index) => new Uint8Array(index % 64)),
  offHeap: Array.from({ length: 50 }, (_, index) => new Float32Array(1000 + index)),
  bigints: new BigInt64Array(128),
  pooled: Array.from({ length: 200 }, (_, index) => Buffer.from(`pooled ${index}`)),
  unpooled: [Buffer.alloc(100_000), Buffer.allocUnsafeSlow(20_000)],
  sliced: Buffer.alloc(50_000).subarray(10, 20),
  sharedMemory: new Int32Array(new SharedArrayBuffer(65_536)),
  resizable: new Uint8Array(new ArrayBuffer(100, { maxByteLength: 10_000 })),
  detached: transferred,
  moved,
  unviewed: new ArrayBuffer(300_000),
  blob: new Blob([new Uint8Array(5000), 'text']),
};

v8.writeHeapSnapshot(process.argv[2]);
