'use strict';

// Programs that assertions are made in, by name: `node programs.js NAME` exits with 0 if all it claims was seen.

const assert = require('node:assert');
const { setImmediate: macrotask } = require('node:timers/promises');
const v8 = require('node:v8');
const tracker = require('../../..');
const { loadsFromNow } = require('./loads.js');

const { trackGC, assertCollected, assertNoLeaks, addKnownRetainers, forceGC, LeakError } = tracker;

class Session {}
const sessions = new Map();
exports.sessions = sessions;

/** A frame of its own: no register of a test holds a target. */
function open(user, label) {
  const session = new Session();
  sessions.set(user, session);
  return trackGC(session, undefined, { label, stack: true });
}

function make(count) {
  return Array.from({ length: count }, () => trackGC({}));
}

/** What an assertion rejects with. */
async function leakOf(assertion) {
  const error = await assertion.then(
    () => assert.fail('it passed'),
    (error) => error,
  );
  if (!(error instanceof LeakError)) throw error;
  return error;
}

/** Counts snapshots from now on. */
function countSnapshots() {
  const { getHeapSnapshot } = v8;
  const counted = { snapshots: 0 };
  v8.getHeapSnapshot = (...args) => {
    counted.snapshots++;
    return getHeapSnapshot(...args);
  };
  return counted;
}

const programs = {
  async 'a pass takes no snapshot'() {
    const counted = countSnapshots();
    await assertCollected(make(100));
    await assertNoLeaks((track) => void make(1).map(() => track({})));
    assert.strictEqual(counted.snapshots, 0);
  },

  async 'one snapshot explains all targets'() {
    const counted = countSnapshots();
    const handles = [open('a', 'first'), open('b', 'second'), ...make(3)];
    const { leaks, message } = await leakOf(assertCollected(handles));
    assert.strictEqual(counted.snapshots, 1);
    assert.deepStrictEqual(leaks.map(({ label }) => label).sort(), ['first', 'second']);
    assert.match(message, /^2 of 5 tracked objects were not collected/);
  },

  async 'what a WeakRef of the running job still pins passes'() {
    const pinned = (() => {
      const target = {};
      return { weak: new WeakRef(target), tracked: trackGC(target) };
    })();
    assert.ok(pinned.weak.deref());
    // The GC in the caller's tick cannot collect it; the snapshot, taken in a later task, can.
    await assertCollected(pinned.tracked, { cycles: 1 });
  },

  async 'leaks of one path are told once'() {
    const handles = Array.from({ length: 7 }, (_, index) => open(`user-${index}`, `session ${index}`));
    const { leaks, message } = await leakOf(assertCollected(handles));
    assert.strictEqual(leaks.length, 7);
    assert.strictEqual(new Set(leaks.map(({ fingerprint }) => fingerprint)).size, 1);
    assert.match(message, /the same path holds 6 more objects/);
    assert.strictEqual(message.match(/\(GC root\)/g).length, 1);
  },

  async 'leaks as data'() {
    const { leaks } = await leakOf(assertCollected(open('user-1', 'session')));
    const [leak] = leaks;
    assert.strictEqual(leak.label, 'session');
    assert.strictEqual(leak.className, 'Session');
    assert.match(leak.stack, /programs\.js:\d+:\d+/);
    assert.match(leak.fingerprint, /^[0-9a-f]{6}$/);
    assert.ok(leak.id > 0 && leak.shallowSize > 0 && leak.retainedSize >= leak.shallowSize);
    assert.strictEqual(leak.hint, null);
    assert.strictEqual(leak.known, null);
    const steps = leak.path.map(({ label, what, kind, status, suspect }) => [
      label,
      what,
      kind,
      status,
      suspect,
    ]);
    assert.deepStrictEqual(steps.slice(-2), [
      ['exports.sessions', 'Map', 'export', 'unknown', true],
      ['["user-1"]', 'Session', 'entry', 'leaked', true],
    ]);
    assert.deepStrictEqual(steps.at(-3).slice(2), ['landmark', 'needed', false]);
    assert.strictEqual(leak.path.at(-1).node.id, leak.id);
    assert.deepStrictEqual(JSON.parse(JSON.stringify(leaks)), leaks);
  },

  async 'a known retainer is reported and does not fail'() {
    const warned = new Promise((resolve) => process.once('warning', resolve));
    const tracked = open('user-1', 'session');
    await assertCollected(tracked, {
      knownRetainers: [{ match: /exports\.sessions/, reason: 'sessions end with the process' }],
    });
    const warning = await warned;
    assert.strictEqual(warning.name, 'KnownLeakWarning');
    assert.strictEqual(warning.code, 'ERR_GC_TRACKER_KNOWN_LEAK');
    assert.match(warning.message, /known retainer: sessions end with the process/);
    const other = { match: (step) => step.label === 'no such step', reason: 'of no matter' };
    await leakOf(assertCollected(tracked, { knownRetainers: [other] }));
    const strict = { match: ({ what }) => what === 'Map', reason: 'known, and a leak', leak: true };
    const { leaks } = await leakOf(assertCollected(tracked, { knownRetainers: [strict] }));
    assert.deepStrictEqual(leaks[0].known, { reason: 'known, and a leak', leak: true });
    addKnownRetainers([{ match: /sessions/, reason: 'for all assertions' }]);
    await assertCollected(tracked);
  },

  async 'a known retainer does not hide another leak'() {
    const cache = new Set();
    exports.cache = cache;
    const other = (() => {
      const session = new Session();
      cache.add(session);
      return trackGC(session, undefined, { label: 'other' });
    })();
    const knownRetainers = [{ match: /exports\.sessions/, reason: 'known' }];
    const { leaks, message } = await leakOf(assertCollected([open('a', 'known'), other], { knownRetainers }));
    assert.deepStrictEqual(leaks.map(({ known }) => known?.reason).sort(), ['known', undefined]);
    assert.ok(message.indexOf('"other"') < message.indexOf('"known"'), message);
  },

  async 'assertions that fail at the same time'() {
    const counted = countSnapshots();
    const errors = await Promise.all(
      ['a', 'b', 'c'].map((user) => leakOf(assertCollected(open(user, `session of ${user}`)))),
    );
    assert.deepStrictEqual(
      errors.map(({ leaks }) => leaks.map(({ label }) => label)),
      [['session of a'], ['session of b'], ['session of c']],
    );
    for (const { message } of errors) assert.match(message, /exports\.sessions {2}Map/);
    assert.strictEqual(counted.snapshots, 3);
  },

  async 'a LeakError holds nothing of what leaked'() {
    const tracked = open('user-1', 'session');
    const error = await leakOf(assertCollected(tracked));
    sessions.clear();
    await assertCollected(tracked);
    assert.strictEqual(error.leaks.length, 1);
  },

  async 'without an explanation'() {
    const counted = countSnapshots();
    const { leaks, message } = await leakOf(assertCollected(open('a', 'session'), { explain: false }));
    assert.strictEqual(counted.snapshots, 0);
    assert.deepStrictEqual(leaks[0].path, []);
    assert.strictEqual(leaks[0].fingerprint, null);
    assert.match(message, /\n\ntracked object "session"\s+tracked at .*programs\.js:\d+:\d+$/);
  },

  /** A runner may load no more, or another copy. */
  async 'an explanation loads nothing'() {
    const { explainer } = require('../../../lib/leaks/assertions.js');
    explainer();
    await assertNoLeaks(() => {});
    await forceGC();
    let loaded;
    const list = [];
    exports.list = list;
    const never = new Promise(() => {});
    await leakOf(
      assertNoLeaks(
        (track) => {
          loaded = loadsFromNow();
          list.push(track(() => list, 'a function'));
          sessions.set('eve', track(new Session(), 'a session'));
          setInterval((kept) => kept, 60_000, track({}, 'of a timer')).unref();
          exports.suspended = (async (kept) => [await never, kept])(track([], 'of what waits'));
        },
        { knownRetainers: [{ match: /nothing/, reason: 'no reason' }] },
      ),
    );
    assert.deepStrictEqual(loaded, []);
  },

  async 'a snapshot that fails takes no leak away'() {
    v8.getHeapSnapshot = () => {
      throw new Error('no memory for it');
    };
    const { leaks, message } = await leakOf(assertCollected(open('a', 'session')));
    assert.strictEqual(leaks.length, 1);
    assert.match(message, /not explained: no memory for it/);
  },

  async 'reports fit 80 columns and are safe to print'() {
    const long = 'a\u001b[31mvery\r\nlong'.padEnd(300, ' name');
    const Odd = { [long]: class {} }[long];
    const tracked = (() => {
      const target = Object.defineProperty(new Odd(), long, { value: 1 });
      sessions.set(long, { [long]: { [long]: target } });
      return trackGC(target, undefined, { label: long, stack: true });
    })();
    const { message } = await leakOf(assertCollected(tracked));
    for (const line of message.split('\n')) assert.ok(line.length < 80, line);
    assert.doesNotMatch(message.replaceAll('\n', ''), /\p{Cc}/u);
  },

  async 'an array of handles may change during the assertion'() {
    const list = [open('a', 'session')];
    const failure = leakOf(assertCollected(list));
    list.length = 0;
    assert.match((await failure).message, /^1 of 1 /);
  },

  async 'the limits'() {
    const tracked = open('a', 'session');
    assert.match((await leakOf(assertCollected(tracked, { cycles: 7 }))).message, /\(7 full GCs, /);
    assert.match((await leakOf(assertCollected(tracked, { timeoutMs: 0 }))).message, /\(2 full GCs, /);
    assert.match((await leakOf(assertCollected(tracked, { cycles: 1 }))).message, /\(1 full GC, /);
  },

  async 'bad arguments'() {
    const codes = async (assertion, code) => {
      await assert.rejects(assertion, (error) => error instanceof TypeError && error.code === code);
    };
    await codes(assertCollected({}), 'ERR_GC_TRACKER_INVALID_HANDLE');
    await codes(assertCollected([make(1)[0], undefined]), 'ERR_GC_TRACKER_INVALID_HANDLE');
    await codes(assertNoLeaks(undefined), 'ERR_GC_TRACKER_INVALID_CALLBACK');
    for (const options of [
      1,
      null,
      { cycles: 0 },
      { cycles: '3' },
      { timeoutMs: -1 },
      { timeoutMs: Number.NaN },
      { explain: 1 },
      { knownRetainers: {} },
      { knownRetainers: [null] },
      { knownRetainers: [{ match: 'text', reason: 'x' }] },
      { knownRetainers: [{ match: /x/, reason: '' }] },
      { knownRetainers: [{ match: /x/, reason: 'x', leak: 1 }] },
    ]) {
      await codes(assertCollected([], options), 'ERR_GC_TRACKER_INVALID_OPTIONS');
      await codes(
        assertNoLeaks(() => {}, options),
        'ERR_GC_TRACKER_INVALID_OPTIONS',
      );
    }
    assert.throws(() => addKnownRetainers([1]), { code: 'ERR_GC_TRACKER_INVALID_OPTIONS' });
    await codes(
      assertNoLeaks((track) => track(1)),
      'ERR_GC_TRACKER_INVALID_TARGET',
    );
  },

  async 'what was tracked and given up'() {
    const tracked = open('a', 'session');
    tracked.untrack();
    await assert.rejects(assertCollected(tracked), { code: 'ERR_GC_TRACKER_UNTRACKED' });
    sessions.clear();
    await forceGC();
    await macrotask();
  },

  /** Prints fingerprints: of two that are equal but for keys and indices, and of another one. */
  async fingerprints() {
    const key = process.argv[3];
    const list = Array.from({ length: key.length }, () => null);
    exports.list = list;
    const handles = (() => {
      const targets = [new Session(), new Session(), new Session()];
      sessions.set(key, targets[0]);
      list.push(targets[1]);
      exports.current = targets[2];
      return targets.map((target, index) => trackGC(target, undefined, { label: `label ${index}` }));
    })();
    const { leaks } = await leakOf(assertCollected(handles));
    console.log(JSON.stringify(leaks.map(({ fingerprint }) => fingerprint)));
  },
};

module.exports.names = Object.keys(programs);

if (require.main === module) {
  programs[process.argv[2]]().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
