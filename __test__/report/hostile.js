'use strict';

// A program whose heap is full of texts that would be markup or script if a page took them for it, and of secrets, and
// which writes a heap snapshot to the file of its argument.

const { EventEmitter } = require('node:events');
const v8 = require('node:v8');

const EVIL = '</script><img src=x onerror=window.broken=1>';
const SECRET = 'TOPSECRET';

/** V8 calls an object after its tag, if its constructor has no name. */
const names = [
  EVIL,
  '"><svg onload=window.broken=3>',
  'javascript:window.broken=4',
  '__proto__',
  '\u202eevil',
];
const big = names.map((name) => {
  const one = Object.create({ [Symbol.toStringTag]: name, constructor: null });
  one[EVIL] = new Array(3000).fill(name);
  one.text = `${SECRET} in a string of ${name}`.repeat(200);
  return one;
});

const users = new Map();
for (let index = 0; index < 200; index++) {
  users.set(`${SECRET}-key-${index}@example.org`, {
    [`${SECRET}-property-${index}`]: new Array(50).fill(index),
  });
}

const bus = new EventEmitter().setMaxListeners(0);
for (let index = 0; index < 20; index++) {
  const held = new Array(500).fill(index);
  bus.on(`${SECRET}-${index}`, { [EVIL]: () => held }[EVIL]);
}

globalThis.held = {
  big,
  users,
  bus,
  set: new Set([`${SECRET} in a set`.repeat(100)]),
  pattern: new RegExp(`${SECRET}[a-z]+`.repeat(50)),
  joined: `${SECRET}${process.pid}`.repeat(2) + users.size,
  [Symbol(`${SECRET} symbol`)]: new Array(5000).fill(1),
  buffer: Buffer.from(SECRET.repeat(100)),
};

v8.writeHeapSnapshot(process.argv[2]);
