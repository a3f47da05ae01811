'use strict';

// Everything with an identity can be tracked; nothing else can.

const vm = require('node:vm');
const { trackGC, forceGC } = require('../..');
const { assert, each, run, until } = require('./support.js');

class Session {
  #secret = 1;
  read() {
    return this.#secret;
  }
}

const kinds = {
  object: () => ({}),
  'object without prototype': () => Object.create(null),
  'frozen object': () => Object.freeze({ a: 1 }),
  'class instance': () => new Session(),
  array: () => [1, 2, 3],
  function: () => () => {},
  'async function': () => async () => {},
  class: () => class {},
  proxy: () => new Proxy({}, {}),
  'revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'throwing proxy': () =>
    new Proxy(() => {}, {
      get() {
        throw new Error('trap');
      },
      getPrototypeOf() {
        throw new Error('trap');
      },
    }),
  promise: () => Promise.resolve(1),
  map: () => new Map([[1, 2]]),
  'array buffer': () => new ArrayBuffer(64),
  'typed array': () => new Uint8Array(64),
  buffer: () => Buffer.alloc(64),
  error: () => new Error('tracked'),
  'weak reference': () => new WeakRef({}),
  'bound function': () => Array.isArray.bind(null),
  generator: () => (function* () {})(),
  'boxed string': () => Object('text'),
  symbol: () => Symbol('private'),
  'cross-realm object': () => vm.runInNewContext('({})'),
  'cross-realm function': () => vm.runInNewContext('() => {}'),
  'contextified global': () => vm.createContext({ value: 1 }),
  'global of a context': () => vm.runInContext('globalThis', vm.createContext({})),
};

const invalid = {
  undefined,
  null: null,
  boolean: true,
  number: 1,
  NaN,
  string: 'text',
  bigint: 1n,
  'registered symbol': Symbol.for('shared'),
  'well-known symbol': Symbol.iterator,
};

run(async () => {
  for (const [kind, value] of Object.entries(invalid)) {
    const expected = {
      name: 'TypeError',
      code: 'ERR_GC_TRACKER_INVALID_TARGET',
      message: /cannot track .+: /,
    };
    assert.throws(() => trackGC(value, () => {}), expected, kind);
  }
  const badCallbacks = [null, 1, 'text', {}, Symbol('s')];
  for (const callback of badCallbacks) {
    assert.throws(() => trackGC({}, callback), {
      name: 'TypeError',
      code: 'ERR_GC_TRACKER_INVALID_CALLBACK',
    });
  }
  for (const options of [null, 1, 'label', () => {}]) {
    assert.throws(() => trackGC({}, undefined, options), {
      name: 'TypeError',
      code: 'ERR_GC_TRACKER_INVALID_OPTIONS',
    });
  }
  for (const label of [null, 1, {}, Symbol('s')]) {
    assert.throws(() => trackGC({}, undefined, { label }), {
      name: 'TypeError',
      code: 'ERR_GC_TRACKER_INVALID_LABEL',
    });
  }

  const reported = new Set();
  for (const [kind, make] of Object.entries(kinds)) {
    // Several of each: Bun scans its stack conservatively, which can pin the last one made.
    each(5, () => trackGC(make(), () => reported.add(kind)));
  }
  const missing = () => Object.keys(kinds).filter((kind) => !reported.has(kind));
  await until(
    () => missing().length === 0,
    'all kinds of targets',
    () => forceGC(),
  ).catch((error) => {
    throw new Error(`not reported: ${missing().join(', ')}`, { cause: error });
  });
});
