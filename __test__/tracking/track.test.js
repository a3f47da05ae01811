'use strict';

// What trackGC, its handle and trackingStats answer without any GC; what happens after one is in
// scenarios/.

const assert = require('node:assert');
const { test, beforeEach } = require('node:test');
const { inspect } = require('node:util');
const { trackGC, stopTrackGC, trackingStats } = require('../..');

beforeEach(() => stopTrackGC());

test('ids are numbers that grow, also across stopTrackGC', () => {
  const target = {};
  const first = trackGC(target);
  stopTrackGC();
  const second = trackGC(target);
  assert.ok(Number.isInteger(first.id) && first.id > 0);
  assert.strictEqual(second.id, first.id + 1);
});

test('a refused target uses up no id and counts nowhere', () => {
  const target = {};
  const { id } = trackGC(target);
  assert.throws(() => trackGC(1));
  assert.throws(() => trackGC({}, 1));
  assert.throws(() => trackGC({}, undefined, { label: 1 }));
  assert.strictEqual(trackGC(target).id, id + 1);
  assert.strictEqual(trackingStats().live, 2);
});

test('a callback whose length cannot be read leaves the tracking intact', () => {
  const target = {};
  const { id } = trackGC(target);
  const hostile = Object.defineProperty(() => {}, 'length', {
    get() {
      throw new RangeError('from the accessor');
    },
  });
  assert.throws(() => trackGC(target, hostile), { name: 'RangeError' });
  const next = trackGC(target);
  assert.strictEqual(next.id, id + 1);
  assert.strictEqual(next.collected, false);
});

test('messages quote what was given', () => {
  const messages = [
    [() => trackGC('text'), "cannot track 'text': pass an object, a function or a symbol made with Symbol()"],
    [
      () => trackGC(Symbol.for('shared')),
      'cannot track Symbol(shared): a registered or well-known symbol is never collected',
    ],
    [() => trackGC({}, { a: 1 }), 'the callback must be a function or undefined, not { a: 1 }'],
    [
      () => trackGC({}, undefined, 'session'),
      "the options must be an object like { label: 'session' }, not 'session'",
    ],
    [() => trackGC({}, undefined, { label: 5 }), 'the label must be a string, not 5'],
  ];
  for (const [call, message] of messages) assert.throws(call, { name: 'TypeError', message });
});

test('a handle shows its id, its label and its state', () => {
  const target = {};
  const tracked = trackGC(target, () => {}, { label: 'session' });
  assert.strictEqual(inspect(tracked), `Tracked { id: ${tracked.id}, label: 'session', collected: false }`);
  tracked.untrack();
  assert.strictEqual(tracked.label, 'session');
});

test('the statistics are a snapshot', () => {
  const target = {};
  trackGC(target, undefined, { label: 'session' });
  const before = trackingStats();
  trackGC(target, undefined, { label: 'session' });
  assert.strictEqual(before.labels.session.live, 1);
  assert.strictEqual(trackingStats().labels.session.live, 2);
});

test('a label that is an accessor is read once, and its error passes through', () => {
  let reads = 0;
  const options = {
    get label() {
      reads++;
      return 'session';
    },
  };
  trackGC({}, undefined, options);
  assert.strictEqual(reads, 1);
  const throwing = {
    get label() {
      throw new RangeError('from the accessor');
    },
  };
  assert.throws(() => trackGC({}, undefined, throwing), { name: 'RangeError', message: 'from the accessor' });
});

test('code of the program that stops tracking in the middle of a call does so before the call', () => {
  const stop = (value) => () => {
    stopTrackGC();
    return value;
  };
  const withGetter = (object, name, value) => Object.defineProperty(object, name, { get: stop(value) });
  const { prepareStackTrace } = Error;
  const calls = {
    length: (target) =>
      trackGC(
        target,
        withGetter(() => {}, 'length', 1),
        { label: 'a' },
      ),
    'a trap': (target) => trackGC(target, new Proxy(() => {}, { get: stop(0) }), { label: 'a' }),
    label: (target) => trackGC(target, undefined, withGetter({}, 'label', 'a')),
    stack: (target) => trackGC(target, undefined, withGetter({ label: 'a' }, 'stack', true)),
    disposable: (target) => trackGC(target, () => {}, withGetter({ label: 'a' }, 'disposable', true)),
    prepareStackTrace(target) {
      Error.prepareStackTrace = stop('');
      return trackGC(target, undefined, { label: 'a', stack: true });
    },
  };
  const kept = [{}, {}];
  for (const [name, call] of Object.entries(calls)) {
    trackGC(kept[0], undefined, { label: 'a' });
    const tracked = call(kept[1]);
    Error.prepareStackTrace = prepareStackTrace;
    assert.strictEqual(trackingStats().live, 1, name);
    assert.ok(tracked.untrack(), name);
    assert.deepStrictEqual(
      { ...trackingStats().labels },
      { a: { live: 0, collected: 0, untracked: 1 } },
      name,
    );
  }
});

test('each option is read once, and what was read is what is checked', () => {
  for (const name of ['stack', 'disposable']) {
    const values = [5, true, true];
    const options = Object.defineProperty({}, name, { get: () => values.shift() });
    assert.throws(() => trackGC({}, undefined, options), { code: 'ERR_GC_TRACKER_INVALID_OPTIONS' });
    assert.strictEqual(values.length, 2);
    trackGC({}, undefined, options);
    assert.strictEqual(values.length, 1);
  }
});

test('more labels than the native side can number are refused with a code', () => {
  const target = {};
  for (let i = 1; i < 2 ** 20; i++) trackGC(target, undefined, { label: `label ${i}` });
  const { id } = trackGC(target);
  assert.throws(() => trackGC(target, undefined, { label: 'one too many' }), {
    name: 'TypeError',
    code: 'ERR_GC_TRACKER_TOO_MANY_LABELS',
  });
  assert.strictEqual(trackGC(target).id, id + 1);
});
