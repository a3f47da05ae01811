'use strict';

// A factory that fails, limits, and the end of a recycler.

const assert = require('node:assert');
const { PerformanceObserver } = require('node:perf_hooks');
const process = require('node:process');
const { describe, test } = require('node:test');
const { recycle } = require('../../../lib/sandbox/recycle/recycler.js');
const { deferred, frontOf, number, settle, trap, until } = require('./support.js');

describe('a factory that fails', () => {
  const failsFrom = (first, last = Infinity) => ({
    creation: (which) => which >= first && which <= last && Promise.reject(new Error(`failure ${which}`)),
  });

  test('rejects the calls that wait, and the next call tries again', async () => {
    const { recycler, eventsOf, asked } = frontOf({}, failsFrom(1, 1));
    const calls = await Promise.allSettled([recycler.call(number), recycler.call(number)]);
    assert.deepStrictEqual(
      calls.map(({ reason }) => reason.message),
      ['failure 1', 'failure 1'],
    );
    assert.strictEqual(await recycler.call(number), 2);
    assert.strictEqual(asked(), 2);
    assert.deepStrictEqual(eventsOf('failed').map(String), ['Error: failure 1']);
    const { calls: count, errors, failures, crashes } = recycler.stats();
    assert.deepStrictEqual(
      { count, errors, failures, crashes },
      { count: 3, errors: 2, failures: 1, crashes: 0 },
    );
    await recycler.dispose();
  });

  test('leaves the old instance to serve; tried again after a pause that doubles, up to a minute', async () => {
    const { recycler, clock, asked } = frontOf({ maxCalls: 1 }, failsFrom(2, 10));
    await recycler.call(number);
    await until(() => recycler.stats().failures === 1, 'the first failure');
    const pauses = [];
    for (let failures = 1; failures < 9; failures++) {
      const from = clock.now;
      while (asked() === failures + 1) {
        clock.now += 500;
        assert.strictEqual(await recycler.call(number), 1);
      }
      await until(() => recycler.stats().failures === failures + 1, 'the next failure');
      pauses.push(clock.now - from);
    }
    assert.deepStrictEqual(pauses, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    clock.now += 60_000;
    assert.strictEqual(await recycler.call(number), 11);
    await recycler.dispose();
  });

  test('after a crash rejects what waits, and the next call tries again at once', async () => {
    const second = deferred();
    const third = Promise.reject(new Error('again'));
    third.catch(() => {});
    const creations = [undefined, second.promise, third, undefined];
    const { recycler } = frontOf({}, { creation: (which) => creations[which - 1] });
    const crash = () => {
      throw trap();
    };
    await assert.rejects(recycler.call(crash), /unreachable/);
    const waiting = recycler.call(number);
    second.reject(new Error('no more'));
    await assert.rejects(waiting, /no more/);
    await assert.rejects(recycler.call(number), /again/);
    assert.strictEqual(await recycler.call(number), 4);
    await recycler.dispose();
  });

  test('that throws, or makes no sandbox, has failed', async () => {
    const table = [
      [() => JSON.parse('no'), { name: 'SyntaxError' }],
      ...[undefined, 7, {}, { exports: {}, dispose() {} }, { exports: {}, wasmBytes: 1 }].map((value) => [
        () => value,
        { code: 'ERR_GC_TRACKER_INVALID_SANDBOX', message: /^the factory must return a promise of .*, not / },
      ]),
    ];
    for (const [factory, error] of table) {
      const recycler = recycle(factory);
      const failed = [];
      recycler.on('failed', (reason) => failed.push(reason));
      await assert.rejects(recycler.call(number), error);
      assert.strictEqual(failed.length, 1);
      await recycler.dispose();
    }
  });
});

describe('limits', () => {
  /** Calls until the instance was replaced; how many it took, and the reason. */
  async function replaced({ recycler, eventsOf }, between = () => {}) {
    for (let calls = 1; calls <= 100; calls++) {
      await recycler.call(() => {});
      await settle();
      if (eventsOf('recycled').length > 0) return [calls, eventsOf('recycled')[0].reason];
      between();
    }
    throw new Error('100 calls, and it was not replaced');
  }

  test('maxCalls: so many calls', async () => {
    const one = frontOf({ maxCalls: 7 });
    assert.deepStrictEqual(await replaced(one), [7, 'calls']);
    await one.recycler.dispose();
  });

  test('maxWasmBytes: more linear memory than that', async () => {
    const one = frontOf({ maxWasmBytes: 200_000 });
    const grow = () => {
      one.made[0].wasmBytes += 65_536;
    };
    assert.deepStrictEqual(await replaced(one, grow), [4, 'wasmBytes']);
    await one.recycler.dispose();
  });

  test('maxAgeMs: a call, or a timer if there was a call', async () => {
    const one = frontOf({ maxAgeMs: 1000 });
    const grow = () => {
      one.clock.now += 400;
    };
    assert.deepStrictEqual(await replaced(one, grow), [4, 'age']);
    await one.recycler.dispose();

    let made = 0;
    const sandbox = { exports: {}, wasmBytes: 0, dispose: async () => {} };
    const recycler = recycle(
      async () => {
        made++;
        return sandbox;
      },
      { maxAgeMs: 20 },
    );
    await recycler.call(() => {});
    await until(() => made === 2, 'a replacement by the timer');
    const { recycles, live } = recycler.stats();
    assert.deepStrictEqual({ age: recycles.age, live }, { age: 1, live: 2 });
    await until(() => recycler.stats().ageMs > 100, 'five times the age');
    assert.strictEqual(made, 2, 'one that has served no call stays');
    await recycler.dispose();
  });

  test('none by default', async () => {
    const { recycler, made, clock } = frontOf();
    for (let call = 0; call < 100; call++) {
      await recycler.call(() => {});
      clock.now += 1e9;
      made[0].wasmBytes += 1e9;
    }
    await settle();
    assert.strictEqual(made.length, 1);
    await recycler.dispose();
  });

  test('a limit that a fresh instance has passed already is a warning, once', async () => {
    const warnings = [];
    const listen = (warning) => warnings.push(warning);
    process.on('warning', listen);
    const { recycler, made } = frontOf({ maxWasmBytes: 1000 });
    for (let call = 0; call < 5; call++) {
      await recycler.call(() => {});
      await settle();
    }
    process.off('warning', listen);
    assert.ok(made.length > 2);
    assert.deepStrictEqual(
      warnings.map(({ code, message }) => [code, message]),
      [
        [
          'ERR_GC_TRACKER_LIMIT',
          'maxWasmBytes is 1000, but a new instance already has 65536: it is replaced after every call',
        ],
      ],
    );
    await recycler.dispose();
  });

  test('bad arguments are refused, with a code', async () => {
    const options = 'ERR_GC_TRACKER_INVALID_OPTIONS';
    const table = [
      [null, options, /^the options must be an object like .* not null$/],
      [{ maxCalls: 0 }, options, /^maxCalls must be a number greater than 0, not 0$/],
      [{ maxCalls: '9' }, options, /^maxCalls must be .* not '9'$/],
      [{ maxWasmBytes: NaN }, options, /^maxWasmBytes must be .* not NaN$/],
      [{ maxHeapBytes: -1 }, options, /^maxHeapBytes must be .* not -1$/],
      [{ maxAgeMs: null }, options, /^maxAgeMs must be .* not null$/],
      [
        { isCrash: /abort/ },
        options,
        /^isCrash must be a function \(error, exports\) => boolean, not \/abort\/$/,
      ],
      [{ disposal: { timeoutMs: 0 } }, options, /^timeoutMs must be .* not 0$/],
      [{ disposal: 5 }, options, /^disposal must be an object like \{ explain: true \}, not 5$/],
    ];
    for (const [given, code, message] of table) {
      assert.throws(() => recycle(async () => {}, given), { name: 'TypeError', code, message });
    }
    const callback = { name: 'TypeError', code: 'ERR_GC_TRACKER_INVALID_CALLBACK' };
    assert.throws(() => recycle('sql.js'), {
      ...callback,
      message: /^the factory must be .* not 'sql\.js'$/,
    });
    const { recycler, asked } = frontOf({ maxCalls: Infinity });
    await assert.rejects(recycler.call('rows'), { ...callback, message: /^a call needs .* not 'rows'$/ });
    assert.strictEqual(asked() + recycler.stats().calls, 0);
    await recycler.dispose();
  });
});

describe('dispose of the recycler', () => {
  const disposed = { code: 'ERR_GC_TRACKER_SANDBOX_DISPOSED' };

  test('lets calls that were made before finish, and refuses later ones', async () => {
    const { recycler, made } = frontOf();
    const end = deferred();
    const calls = [recycler.call(() => end.promise), recycler.call(number)];
    const disposal = recycler.dispose();
    assert.strictEqual(recycler.dispose(), disposal);
    await assert.rejects(recycler.call(number), disposed);
    assert.strictEqual(await calls[1], 1);
    await settle();
    assert.deepStrictEqual(made[0].disposals, []);
    end.resolve('late');
    assert.strictEqual(await calls[0], 'late');
    await disposal;
    assert.ok(made[0].disposed);
    const { calls: count, live, running, wasmBytes, ageMs } = recycler.stats();
    assert.deepStrictEqual(
      { count, live, running, wasmBytes, ageMs },
      { count: 2, live: 0, running: 0, wasmBytes: 0, ageMs: null },
    );
  });

  test('of one that was never called makes nothing', async () => {
    const { recycler, asked, events } = frontOf({ maxAgeMs: 10, maxHeapBytes: 1e6 });
    await recycler.dispose();
    await assert.rejects(recycler.call(number), disposed);
    assert.strictEqual(asked(), 0);
    assert.deepStrictEqual(events, []);
  });

  test('ends its timer, and the observer of GCs', async (t) => {
    const disconnect = t.mock.method(PerformanceObserver.prototype, 'disconnect');
    const clear = t.mock.method(globalThis, 'clearTimeout');
    const { recycler } = frontOf({ maxAgeMs: 3_600_000, maxHeapBytes: 1e6 });
    await recycler.call(number);
    const timers = () => clear.mock.calls.filter(({ arguments: [timer] }) => timer !== undefined).length;
    assert.deepStrictEqual([disconnect.mock.callCount(), timers()], [0, 0]);
    await recycler.dispose();
    assert.deepStrictEqual([disconnect.mock.callCount(), timers()], [1, 1]);
  });

  test('in a switch disposes of both, and of what drains', async () => {
    const ready = deferred();
    const { recycler, made, eventsOf } = frontOf(
      { maxCalls: 1 },
      { creation: (which) => (which === 2 ? ready.promise : undefined) },
    );
    const end = deferred();
    const running = recycler.call(() => end.promise);
    await recycler.call(number);
    const disposal = recycler.dispose();
    ready.resolve();
    await until(() => made.length === 2, 'the replacement');
    end.resolve();
    await running;
    await disposal;
    assert.deepStrictEqual(
      made.map(({ disposals }) => disposals.length),
      [1, 1],
    );
    assert.strictEqual(eventsOf('recycled').length, 1);
  });

  test('while a creation fails, and after a crash', async () => {
    const ready = deferred();
    const one = frontOf({ maxCalls: 1 }, { creation: (which) => (which === 2 ? ready.promise : undefined) });
    await one.recycler.call(number);
    const disposal = one.recycler.dispose();
    ready.reject(new Error('no more'));
    await disposal;
    assert.deepStrictEqual(one.eventsOf('failed').map(String), ['Error: no more']);
    assert.ok(one.made[0].disposed);

    const other = frontOf();
    const crash = other.recycler.call(() => {
      throw trap();
    });
    const end = other.recycler.dispose();
    await assert.rejects(crash, /unreachable/);
    await end;
    assert.strictEqual(other.recycler.stats().live, 0);
    assert.ok(other.made.every(({ disposed }) => disposed));
  });

  test('resolves also if a disposal was not proven: that is told by its event', async () => {
    const leak = new Error('held');
    const { recycler, eventsOf } = frontOf({}, { disposal: () => Promise.reject(leak) });
    await recycler.call(number);
    await recycler.dispose();
    assert.deepStrictEqual(eventsOf('leak'), [leak]);
    assert.strictEqual(recycler.stats().leaks, 1);
    assert.deepStrictEqual(eventsOf('recycled'), []);
  });

  test('by `await using`, where the runtime knows it', {
    skip: Symbol.asyncDispose === undefined,
  }, async () => {
    const { recycler, made } = frontOf();
    await recycler.call(number);
    await recycler[Symbol.asyncDispose]();
    assert.ok(made[0].disposed);
  });
});
