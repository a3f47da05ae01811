'use strict';

// Programs that assertNoGrowth is used in, by name: `node programs.js NAME` exits with 0 if all it claims was seen.

const assert = require('node:assert');
const { once } = require('node:events');
const { Session } = require('node:inspector/promises');
const { setImmediate: macrotask } = require('node:timers/promises');
const v8 = require('node:v8');
const { Worker } = require('node:worker_threads');
const gcTracker = require('../..');
const { takeHeapSnapshot } = require('../../lib/heap/entry.js');
const { quote: quoted } = require('../../lib/util/errors.js');
const { loadsFromNow } = require('../leaks/assertions/loads.js');

const { assertNoGrowth, LeakError, trackGC } = gcTracker;

class Entry {}
const entries = [];
exports.entries = entries;

function grow() {
  entries.push(new Entry());
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

/** The process warnings that a function leads to. */
async function warningsOf(run) {
  const warnings = [];
  const listener = (warning) => warnings.push(warning);
  process.on('warning', listener);
  await run();
  await macrotask();
  process.off('warning', listener);
  return warnings;
}

/** Memory outside the heap that grows, with no object more. */
function growBuffer() {
  exports.buffer = new ArrayBuffer((exports.buffer?.byteLength ?? 0) + 65_536);
}

const programs = {
  async 'nothing is loaded once it has begun'() {
    await gcTracker.forceGC();
    let loads;
    const leaking = assertNoGrowth(() => {
      loads ??= loadsFromNow();
      grow();
    });
    const { growth } = await leakOf(leaking);
    assert.notStrictEqual(growth.length, 0);
    assert.deepStrictEqual(loads, []);
  },

  async 'a cache that levels off passes'() {
    const cache = new Map();
    let count = 0;
    await assertNoGrowth(
      () => {
        cache.set(count++, new Entry());
        if (cache.size > 30) cache.delete(cache.keys().next().value);
      },
      { warmup: 0 },
    );
    assert.strictEqual(cache.size, 30);
  },

  async 'one object every second loop passes'() {
    let count = 0;
    await assertNoGrowth(() => {
      if (count++ % 2 === 0) grow();
    });
    assert.ok(entries.length >= 14, `${entries.length}`);
  },

  async 'growth on only some rounds passes'() {
    let count = 0;
    await assertNoGrowth(() => {
      const round = Math.floor(count++ / 7);
      for (let more = 0; more < (round % 3 === 2 ? 0 : 3); more++) grow();
    });
    assert.ok(entries.length >= 14, `${entries.length}`);
  },

  async 'gc-tracker itself is never reported'() {
    const collected = [];
    const scenario = () => {
      trackGC({ count: collected.length }, () => {}, { label: `label ${collected.length % 3}`, stack: true });
    };
    for (const options of [
      { loops: 1, rounds: 10 },
      { loops: 1, rounds: 2, warmup: 0 },
      { metrics: { tracked: () => gcTracker.trackingStats().live, none: async () => 0 } },
      {},
    ]) {
      await assertNoGrowth(scenario, options);
    }
    const nothing = () => {};
    for (let count = 0; count < 5; count++) await assertNoGrowth(nothing, { loops: 1, rounds: 20 });
  },

  async 'a scenario may look for leaks itself'() {
    exports.held = new Entry();
    const held = trackGC(exports.held);
    const look = () => gcTracker.assertCollected(held).then(assert.fail, () => {});
    const options = { loops: 1, warmup: 1, rounds: 2 };
    await assertNoGrowth(look, options);
    const growing = async () => {
      grow();
      await look();
    };
    const { growth } = await leakOf(assertNoGrowth(growing, options));
    assert.deepStrictEqual(
      growth.map(({ className, countPerLoop }) => [className, countPerLoop]),
      [['Entry', 1]],
    );
  },

  async 'two hundred loops leave nothing of the check behind'() {
    let calls = 0;
    await assertNoGrowth(async () => void calls++, { loops: 200, warmup: 0, rounds: 2 });
    assert.ok(calls >= 400, `${calls}`);
  },

  async 'the error says what grows as data'() {
    const error = await leakOf(assertNoGrowth(grow, { loops: 11, rounds: 2, warmup: 3 }));
    assert.strictEqual(error.name, 'LeakError');
    assert.strictEqual(error.code, 'ERR_GC_TRACKER_LEAK');
    assert.deepStrictEqual(error.leaks, []);
    assert.deepStrictEqual(Object.keys(error), ['code']);
    assert.strictEqual(error.growth.length, 1);
    const [{ path, name, counts, retainedSizes, ...others }] = error.growth;
    assert.match(name, /^require cache .*programs\.js › exports\.entries \(Array\)$/);
    assert.strictEqual(path.at(-1).what, 'Entry');
    assert.strictEqual(path.at(-1).suspect, true);
    assert.deepStrictEqual(
      counts.map((count) => count - counts[0]),
      [0, 11, 22],
    );
    assert.strictEqual(retainedSizes.length, 3);
    assert.strictEqual(others.bytesPerLoop, (retainedSizes[2] - retainedSizes[0]) / 22);
    assert.match(others.fingerprint, /^[0-9a-f]{6}$/);
    const { kind, countPerLoop, className, hint, known } = others;
    assert.deepStrictEqual([kind, countPerLoop, className, hint, known], ['path', 1, 'Entry', null, null]);
    assert.match(
      error.message,
      /^growth on every round: 1 kind of path \(6 rounds of 11 loops, 3 heap snapshots, /,
    );
  },

  async 'a metric that grows fails, whatever it is'() {
    let count = 0;
    const rising = () => ++count;
    const falling = () => -++count;
    const later = async () => {
      await macrotask();
      return ++count;
    };
    const { growth } = await leakOf(assertNoGrowth(() => {}, { metrics: { rising, falling, later } }));
    assert.deepStrictEqual(
      growth.map(({ kind, name, known }) => [kind, name, known]),
      [
        ['metric', 'rising', null],
        ['metric', 'later', null],
      ],
    );
    const [{ values, perLoop }] = growth;
    assert.ok(values.length >= 4 && values.every(Number.isInteger), `${values}`);
    assert.strictEqual(perLoop, (values.at(-1) - values[0]) / (values.length - 1) / 7);
  },

  async 'a snapshot that fails takes no growing metric away'() {
    v8.getHeapSnapshot = () => {
      throw new Error('no memory for it');
    };
    let value = 0;
    const rising = () => value++;
    const { growth, message } = await leakOf(assertNoGrowth(() => {}, { metrics: { rising } }));
    assert.deepStrictEqual(
      growth.map(({ name }) => name),
      ['rising'],
    );
    assert.match(message, /\n\nnot explained: no memory for it$/);
    await assert.rejects(assertNoGrowth(grow), { message: 'no memory for it' });
  },

  async 'the usual metrics are watched, unless they are switched off'() {
    const { growth } = await leakOf(assertNoGrowth(growBuffer));
    assert.deepStrictEqual(growth.map(({ name }) => name).sort(), ['arrayBuffers', 'external']);
    await assertNoGrowth(growBuffer, { metrics: { arrayBuffers: false, external: false } });
  },

  async 'a metric that throws, rejects or gives no number is told'() {
    const own = new Error('of the metric');
    const metrics = {
      throws() {
        throw own;
      },
    };
    await assert.rejects(
      assertNoGrowth(() => {}, { metrics }),
      (error) => error === own,
    );
    const rejects = () => Promise.reject(own);
    await assert.rejects(
      assertNoGrowth(() => {}, { metrics: { rejects } }),
      (error) => error === own,
    );
    for (const value of [Number.NaN, Infinity, '12', 12n, undefined, null]) {
      await assert.rejects(
        assertNoGrowth(() => {}, { metrics: { bytes: () => value } }),
        {
          name: 'TypeError',
          code: 'ERR_GC_TRACKER_INVALID_METRIC',
          message: `metrics.bytes must return a finite number, not ${quoted(value)}`,
        },
      );
    }
    await assertNoGrowth(() => {});
  },

  async 'wrong arguments are quoted'() {
    const invalid = async (options, message) => {
      let calls = 0;
      const expected = { name: 'TypeError', code: 'ERR_GC_TRACKER_INVALID_OPTIONS', message };
      await assert.rejects(
        assertNoGrowth(() => calls++, options),
        expected,
      );
      assert.strictEqual(calls, 0);
    };
    await invalid('often', "the options must be an object like { loops: 7 }, not 'often'");
    await invalid(null, 'the options must be an object like { loops: 7 }, not null');
    await invalid({ rounds: 1 }, 'rounds must be an integer from 2 to 100, not 1');
    await invalid({ rounds: 2.5 }, 'rounds must be an integer from 2 to 100, not 2.5');
    await invalid({ loops: 0 }, 'loops must be an integer from 1 to 1000000, not 0');
    await invalid({ loops: '7' }, "loops must be an integer from 1 to 1000000, not '7'");
    await invalid({ warmup: -1 }, 'warmup must be an integer from 0 to 1000000, not -1');
    const example = '{ wasm: () => memory.byteLength }';
    await invalid({ metrics: 7 }, `metrics must be an object of functions like ${example}, not 7`);
    await invalid({ metrics: { wasm: true } }, 'metrics.wasm must be a function or false, not true');
    await invalid({ knownRetainers: {} }, 'knownRetainers must be an array, not {}');
    for (const scenario of [undefined, 'login', { login() {} }]) {
      await assert.rejects(assertNoGrowth(scenario), {
        name: 'TypeError',
        code: 'ERR_GC_TRACKER_INVALID_CALLBACK',
        message: `pass a function that does the work once, not ${quoted(scenario)}`,
      });
    }
  },

  async 'what the scenario throws is passed on, and the next check runs'() {
    const own = new Error('of the scenario');
    const fail = () => {
      throw own;
    };
    await assert.rejects(assertNoGrowth(fail), (error) => error === own);
    const late = async () => {
      await macrotask();
      if (entries.length > 20) throw own;
      grow();
    };
    await assert.rejects(assertNoGrowth(late), (error) => error === own);
    await assertNoGrowth(() => {});
  },

  async 'a known retainer is a warning, unless it is to fail'() {
    const knownRetainers = [{ match: /exports\.entries/, reason: 'grows until the next release' }];
    const [warning, ...others] = await warningsOf(() => assertNoGrowth(grow, { knownRetainers }));
    assert.strictEqual(others.length, 0);
    assert.strictEqual(warning.name, 'KnownLeakWarning');
    assert.strictEqual(warning.code, 'ERR_GC_TRACKER_KNOWN_LEAK');
    assert.match(warning.message, /exports\.entries \(Array\)/);
    assert.match(warning.message, /known retainer: grows until the next release/);
    const failing = [{ ...knownRetainers[0], leak: true }];
    const { growth } = await leakOf(assertNoGrowth(grow, { knownRetainers: failing }));
    assert.deepStrictEqual(growth[0].known, { reason: 'grows until the next release', leak: true });
    gcTracker.addKnownRetainers(knownRetainers);
    assert.strictEqual((await warningsOf(() => assertNoGrowth(grow))).length, 1);
    const both = () => {
      grow();
      growBuffer();
    };
    const error = await leakOf(assertNoGrowth(both));
    assert.strictEqual(error.growth[0].known.leak, false);
  },

  async 'concurrent calls run one after the other'() {
    const order = [];
    const checks = ['first', 'second', 'third'].map((name) =>
      assertNoGrowth(async () => {
        order.push(name);
        await macrotask();
      }),
    );
    await Promise.all(checks);
    const changes = order.filter((name, index) => name !== order[index - 1]);
    assert.deepStrictEqual(changes, ['first', 'second', 'third']);
  },

  async 'allocation is as fast as before: ids end with the check'() {
    const session = new Session();
    session.connect();
    globalThis.entry = new Entry();
    const { result } = await session.post('Runtime.evaluate', { expression: 'entry' });
    const hasId = async () =>
      (await session.post('HeapProfiler.getHeapObjectId', result)).heapSnapshotObjectId !== '0';
    (await takeHeapSnapshot({ keepIds: true })).dispose();
    assert.ok(await hasId());
    await leakOf(assertNoGrowth(grow));
    assert.strictEqual(await hasId(), false);
    session.disconnect();
  },

  async 'in a worker'() {
    const program = `
      const { assertNoGrowth } = require(${JSON.stringify(require.resolve('../..'))});
      const { parentPort } = require('node:worker_threads');
      async function check() {
        const store = [];
        await assertNoGrowth(() => {});
        await assertNoGrowth(() => void store.push({}));
      }
      check().then(
        () => parentPort.postMessage('passed'),
        ({ growth }) => parentPort.postMessage(growth[0].name),
      );
    `;
    const worker = new Worker(program, { eval: true });
    const [name] = await once(worker, 'message');
    assert.strictEqual(name, 'scenario › variable store (Array)');
    await worker.terminate();
  },

  async 'a heap of many objects takes no more of them'() {
    const many = Array.from({ length: 300_000 }, (_, index) => ({ index }));
    await assertNoGrowth(() => many.length);
    const { growth } = await leakOf(assertNoGrowth(grow));
    assert.deepStrictEqual([growth.length, growth[0].countPerLoop], [1, 1]);
  },
};

module.exports.names = Object.keys(programs);

if (require.main === module) {
  programs[process.argv[2]]().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
