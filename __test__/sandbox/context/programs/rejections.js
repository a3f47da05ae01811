'use strict';

// Unhandled rejections while modules load: those of a module fail its load, those of the host have their usual effect.

const assert = require('node:assert');
const path = require('node:path');
const process = require('node:process');
const { setImmediate, setTimeout: after } = require('node:timers/promises');
const { createSandbox } = require('../../../../lib/sandbox/index.js');
const { fixture, rejection } = require('../../support.js');

/** What reaches the host as an uncaught exception: the messages, in order. */
function uncaught(onError) {
  const messages = [];
  process.on('uncaughtException', (error, origin) => {
    assert.strictEqual(origin, 'unhandledRejection');
    messages.push(error.message);
    onError?.();
  });
  return messages;
}

/** Rejects unhandled, and waits until the host is told. */
async function rejectAndWait(messages, message, reject = () => Promise.reject(new Error(message))) {
  const [length, end] = [messages.length, Date.now() + 5000];
  reject();
  while (messages.length === length && Date.now() < end) await after(1);
  // A second report would come at once.
  await setImmediate();
  assert.deepStrictEqual(messages.slice(length), [message]);
}

/** Starts a load that ends when `finish` is called. */
function openLoad(create = createSandbox) {
  let finish;
  const done = new Promise((resolve) => {
    finish = () => resolve({});
  });
  return { loaded: create(fixture('graph.js'), { ready: () => done }), finish };
}

/** createSandbox of another installed copy of the package. */
function secondCopy() {
  const folder = path.dirname(require.resolve('../../../../lib/sandbox/index.js'));
  for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
  const copy = require('../../../../lib/sandbox/index.js');
  assert.notStrictEqual(copy.createSandbox, createSandbox);
  return copy;
}

module.exports = {
  async "the host's rejections are told between and during loads"() {
    const { emit } = process;
    const first = openLoad();
    const messages = uncaught(first.finish);
    // The first load ends, and the next starts, while the host is told of the rejection.
    const next = first.loaded.then(() => openLoad());
    await rejectAndWait(messages, 'one');
    const second = await next;
    await rejectAndWait(messages, 'two');
    second.finish();
    await second.loaded;
    await rejectAndWait(messages, 'three');
    const third = openLoad();
    await rejectAndWait(messages, 'four');
    third.finish();
    await third.loaded;
    assert.deepStrictEqual([process.emit, Object.hasOwn(process, 'emit')], [emit, false]);
  },

  async 'a rejection of the host may have any reason'() {
    const reasons = [];
    process.on('uncaughtException', (error) => reasons.push(error));
    const load = openLoad();
    const { proxy, revoke } = Proxy.revocable({}, {});
    Promise.reject(Object.assign(Object.create(null), { message: 'plain' }));
    Promise.reject(7);
    Promise.reject(proxy);
    revoke();
    const end = Date.now() + 5000;
    while (reasons.length < 3 && Date.now() < end) await after(1);
    assert.strictEqual(reasons.length, 3);
    load.finish();
    await load.loaded;
  },

  async 'two copies of the package load at the same time'() {
    const messages = uncaught();
    const copies = [createSandbox, secondCopy().createSandbox];
    for (const [outer, inner] of [copies, [...copies].reverse()]) {
      const [one, two] = [openLoad(outer), openLoad(inner)];
      await rejectAndWait(messages, 'both load');
      for (const create of copies) {
        const error = await rejection(create(fixture('rejects-late.js')));
        assert.strictEqual(error.code, 'ERR_GC_TRACKER_SANDBOX_LOAD');
      }
      one.finish();
      await one.loaded;
      await rejectAndWait(messages, 'one loads');
      const error = await rejection(inner(fixture('rejects-late.js')));
      assert.strictEqual(error.code, 'ERR_GC_TRACKER_SANDBOX_LOAD');
      two.finish();
      await two.loaded;
      await rejectAndWait(messages, 'none loads');
      assert.strictEqual(Object.hasOwn(process, 'emit'), false);
    }
  },

  async 'a `process.emit` of the host stays'() {
    const messages = uncaught();
    const load = openLoad();
    const { emit } = process;
    const events = [];
    const own = function (...values) {
      events.push(values[0]);
      return Reflect.apply(emit, this, values);
    };
    process.emit = own;
    await rejectAndWait(messages, 'one');
    load.finish();
    await load.loaded;
    assert.strictEqual(process.emit, own);
    const error = await rejection(createSandbox(fixture('rejects-late.js')));
    assert.strictEqual(error.code, 'ERR_GC_TRACKER_SANDBOX_LOAD');
    assert.strictEqual(process.emit, own);
    await rejectAndWait(messages, 'two');
    assert.ok(events.includes('uncaughtException'));
  },

  async 'listeners of the host get only its own rejections'() {
    const reasons = [];
    process.on('unhandledRejection', (reason) => reasons.push(reason));
    await rejection(createSandbox(fixture('rejects-late.js')));
    assert.deepStrictEqual(reasons, []);
  },

  async 'a rejection of what `import()` has brought in fails the load'() {
    const messages = uncaught();
    const other = openLoad();
    const error = await rejection(createSandbox(fixture('imports.js'), { ready: ({ start }) => start() }));
    assert.deepStrictEqual(
      [error.code, error.cause.name, error.cause.message],
      ['ERR_GC_TRACKER_SANDBOX_LOAD', 'TypeError', 'late'],
    );
    // Not while only others load.
    const { start } = await import('../../modules/imports/part.mjs');
    await rejectAndWait(messages, 'late', start);
    other.finish();
    await other.loaded;
  },
};
