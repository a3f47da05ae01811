'use strict';

// Async functions, generators and async generators suspended in the middle, pending promises and their
// reactions, and thenables.

const v8 = require('node:v8');

class Request {
  constructor(id) {
    this.id = id;
    this.body = Buffer.alloc(64).toString('hex');
  }
}

const never = new Promise(() => {});
const resolvers = [];

async function handle(id) {
  const request = new Request(id);
  const local = { request, started: Symbol('started') };
  try {
    await never;
  } finally {
    resolvers.push(local);
  }
}

async function outer(depth) {
  const here = { depth };
  return depth === 0 ? [here, await handle('innermost')] : [here, await outer(depth - 1)];
}

function* generate(start) {
  const state = { start };
  for (let index = 0; ; index++) yield { index, state };
}

async function* stream() {
  const buffer = [new Request('streamed')];
  for (const request of buffer) {
    yield request;
    await never;
  }
}

// It never calls back, so whoever awaits it waits for ever.
const thenable = Object.fromEntries(['then', 'catch'].map((name) => [name, () => {}]));

const generators = Array.from({ length: 100 }, (_, index) => generate(index));
for (const generator of generators) generator.next();

const streaming = stream();
streaming.next().then(() => streaming.next());

globalThis.kept = {
  handlers: Array.from({ length: 200 }, (_, id) => handle(id)),
  deep: outer(30),
  generators,
  streaming,
  race: Promise.race([never, new Promise((resolve) => resolvers.push(resolve))]),
  all: Promise.all([never, Promise.resolve({ settled: true }), Promise.allSettled([never])]),
  rejected: Promise.reject(new Error('expected')).catch((error) => ({ error })),
  thenable: Promise.resolve(thenable),
};

// By now all microtasks ran, so that everything stands where it waits.
setImmediate(() => v8.writeHeapSnapshot(process.argv[2]));
