'use strict';

// Clean bodies of tests, of all the kinds that people write: each tracks something, uses it, and is done
// with it. A body is called with `track` and the number of the round.

const { AsyncLocalStorage } = require('node:async_hooks');
const { EventEmitter, once } = require('node:events');
const { setImmediate: macrotask, setTimeout: sleep } = require('node:timers/promises');
const { Readable } = require('node:stream');
const vm = require('node:vm');

class Session {
  #secret;
  listeners = [];

  constructor(secret) {
    this.#secret = secret;
  }

  read() {
    return this.#secret;
  }
}

const store = new Map();
const bus = new EventEmitter();
const target = new EventTarget();
const requests = new AsyncLocalStorage();
const seen = new WeakMap();

module.exports = {
  'one object'(track, round) {
    return track(new Session(round)).read();
  },

  'many objects'(track, round) {
    let sum = 0;
    for (let index = 0; index < 50 + (round % 50); index++) sum += track(new Session(index), 'many').read();
    return sum;
  },

  'a Map entry that is deleted'(track, round) {
    store.set(`user-${round}`, track({ round }));
    store.delete(`user-${round}`);
  },

  'a listener that is removed'(track, round) {
    const session = track(new Session(round));
    const onEvent = () => session.listeners.push(round);
    bus.on('event', onEvent);
    bus.emit('event');
    bus.off('event', onEvent);
  },

  async 'an event that is waited for'(track, round) {
    const session = track(new Session(round));
    setImmediate(() => bus.emit(`ready-${round}`, session));
    const [ready] = await once(bus, `ready-${round}`);
    return ready.read();
  },

  'a listener on an EventTarget, once'(track, round) {
    const session = track(new Session(round));
    target.addEventListener('done', () => session.read(), { once: true });
    target.dispatchEvent(new Event('done'));
  },

  async awaits(track, round) {
    const session = track(new Session(round));
    for (let count = 0; count < round % 5; count++) await null;
    return session.read();
  },

  async 'a timer'(track, round) {
    const session = track(new Session(round));
    await new Promise((resolve) => setTimeout(() => resolve(session.read()), round % 3));
  },

  async 'a timer that is cleared'(track, round) {
    const session = track(new Session(round));
    const timer = setTimeout(() => session.read(), 60_000);
    const interval = setInterval((one) => one.read(), 60_000, session);
    await macrotask();
    clearTimeout(timer);
    clearInterval(interval);
  },

  async sleep(track, round) {
    const session = await sleep(1, track(new Session(round)));
    return session.read();
  },

  async 'all of several promises'(track, round) {
    const work = Array.from({ length: 5 }, async (_, index) => {
      const session = track(new Session(index));
      await macrotask();
      return session;
    });
    const sessions = await Promise.all(work);
    return sessions.length + round;
  },

  async 'a race'(track, round) {
    const slow = sleep(2, track(new Session(round)));
    await Promise.race([slow, macrotask()]);
    await slow;
  },

  closures(track, round) {
    const sessions = [1, 2, 3].map((index) => track(new Session(index)));
    const readers = sessions.map((session) => () => session.read());
    return readers.reduce((sum, read) => sum + read(), round);
  },

  'a function and its prototype'(track, round) {
    const reader = track(() => round);
    const base = track({ round });
    return reader() + Object.create(base).round;
  },

  'a generator'(track) {
    function* count() {
      const session = track(new Session(3));
      for (let index = 0; index < session.read(); index++) yield index;
    }
    return [...count()].length;
  },

  async 'an async generator that is left early'(track) {
    async function* records() {
      const session = track(new Session(9));
      while (true) yield session.read();
    }
    for await (const record of records()) if (record === 9) break;
  },

  async 'an async context'(track, round) {
    await requests.run(track(new Session(round)), async () => {
      await macrotask();
      return requests.getStore().read();
    });
  },

  async 'an error that is caught'(track, round) {
    const session = track(new Session(round));
    try {
      await macrotask();
      throw new Error('refused', { cause: session });
    } catch (error) {
      return error.cause.read();
    }
  },

  'a WeakMap and a WeakRef'(track, round) {
    const session = track(new Session(round));
    seen.set(session, track({ round }));
    return new WeakRef(session).deref() === session;
  },

  async 'an abort signal'(track, round) {
    const controller = new AbortController();
    const session = track(new Session(round));
    controller.signal.addEventListener('abort', () => session.read());
    track(controller);
    controller.abort();
    await macrotask();
  },

  async 'a stream'(track) {
    const chunks = [Buffer.alloc(64), Buffer.alloc(64)];
    const readable = track(Readable.from(chunks));
    let length = 0;
    for await (const chunk of readable) length += chunk.length;
    return length;
  },

  'microtasks and ticks'(track, round) {
    const session = track(new Session(round));
    return new Promise((resolve) => {
      queueMicrotask(() => process.nextTick(() => resolve(session.read())));
    });
  },

  'a script in a context'(track) {
    return track(vm.runInNewContext('({ list: [1, 2, 3] })')).list.length;
  },

  'large ones'(track, round) {
    track(new Array(10_000).fill(round));
    track(new Uint8Array(100_000));
    return track(JSON.parse(`{"rows":[${'1,'.repeat(1000)}1]}`)).rows.length;
  },
};
