'use strict';

// Calls: what they resolve and reject with, and that none fails or waits for being in a switch.

const assert = require('node:assert');
const { describe, test } = require('node:test');
const { recycle } = require('../../../lib/sandbox/recycle/recycler.js');
const { deferred, frontOf, number, settle, trap, until } = require('./support.js');

describe('a call', () => {
  test('resolves with what its function returns, sync or not', async () => {
    const { recycler, asked } = frontOf();
    assert.strictEqual(asked(), 0);
    assert.strictEqual(await recycler.call(number), 1);
    assert.strictEqual(await recycler.call(async ({ number }) => number + 1), 2);
    assert.strictEqual(await recycler.call(() => undefined), undefined);
    assert.strictEqual(asked(), 1);
    await recycler.dispose();
  });

  test('rejects with the very error of its function, and that is no crash', async () => {
    const { recycler } = frontOf();
    for (const error of [new Error('no such table: t'), 7_077_800, 'Database closed', null, undefined]) {
      const thrown = await recycler
        .call(() => {
          throw error;
        })
        .catch((reason) => [reason]);
      assert.deepStrictEqual(thrown, [error]);
      assert.strictEqual(thrown[0], error);
    }
    assert.strictEqual(await recycler.call(number), 1);
    const { calls, errors, crashes } = recycler.stats();
    assert.deepStrictEqual({ calls, errors, crashes }, { calls: 6, errors: 5, crashes: 0 });
    await recycler.dispose();
  });

  test('runs at once if there is an instance', async () => {
    const { recycler } = frontOf();
    await recycler.call(() => {});
    let ran = false;
    const call = recycler.call(() => {
      ran = true;
    });
    assert.ok(ran);
    await call;
    await recycler.dispose();
  });

  test('must not return the exports', async () => {
    const { recycler } = frontOf();
    // As those of OpenCV 4: an await of it has no end.
    const thenable = (exports) =>
      Object.defineProperty(exports, 'then', { value: (resolve) => resolve(exports) });
    const error = {
      code: 'ERR_GC_TRACKER_INVALID_CALL',
      message: /^the function has returned the exports: /,
    };
    await assert.rejects(recycler.call(thenable), error);
    await recycler.dispose();

    const none = recycle(async () => ({ exports: undefined, wasmBytes: 0, dispose: async () => {} }));
    assert.strictEqual(await none.call((exports) => exports), undefined);
  });

  test('may call again while it runs, also when the instance has gone meanwhile', async () => {
    const { recycler, made } = frontOf({ maxCalls: 2 });
    const numbers = await recycler.call(async (outer) => {
      const inner = await recycler.call(number);
      await until(() => made.length === 2, 'the replacement');
      const later = await recycler.call(number);
      return [outer.number, inner, later];
    });
    assert.deepStrictEqual(numbers, [1, 1, 2]);
    await recycler.dispose();
  });
});

describe('many calls at once', () => {
  test('make one instance, which all wait for', async () => {
    const ready = deferred();
    const { recycler, asked } = frontOf({}, { creation: () => ready.promise });
    const calls = Array.from({ length: 100 }, () => recycler.call(number));
    await settle();
    assert.strictEqual(asked(), 1);
    assert.strictEqual(recycler.stats().running, 100);
    ready.resolve();
    assert.deepStrictEqual(await Promise.all(calls), Array(100).fill(1));
    assert.strictEqual(asked(), 1);
    await recycler.dispose();
  });

  test('all succeed through a hundred switches, each in an instance that is not disposed of', async () => {
    const { recycler, made } = frontOf({ maxCalls: 3 });
    let alive = true;
    const work = async (exports) => {
      const { number } = exports;
      for (let turn = 0; turn < 1 + (number % 4); turn++) await new Promise(setImmediate);
      alive &&= !made[number - 1].disposed && exports.number === number;
      return number;
    };
    const serve = async () => {
      for (let call = 0; call < 100; call++) await recycler.call(work);
    };
    await Promise.all([serve(), serve(), serve(), serve(), serve()]);
    const { calls, errors, running, recycles } = recycler.stats();
    assert.deepStrictEqual(
      { calls, errors, running, alive },
      { calls: 500, errors: 0, running: 0, alive: true },
    );
    assert.ok(recycles.calls >= 40, `${recycles.calls} switches`);
    await recycler.dispose();
    assert.ok(made.every(({ disposed, disposals }) => disposed && disposals.length === 1));
  });

  test('that wait for nothing leave the event loop its turns, so that limits hold', async () => {
    const { recycler, made } = frontOf({ maxCalls: 10 });
    await recycler.call(() => {});
    await Promise.all(Array.from({ length: 500 }, () => recycler.call(() => {})));
    for (let call = 0; call < 500; call++) await recycler.call(() => {});
    assert.ok(made.length >= 20, `${made.length} instances for 1001 calls`);
    await recycler.dispose();
  });
});

describe('a switch', () => {
  test('serves from the old instance until the new one is there, then from the new one', async () => {
    const ready = deferred();
    const { recycler, made, eventsOf } = frontOf(
      { maxCalls: 2 },
      { creation: (which) => (which === 2 ? ready.promise : undefined) },
    );
    const numbers = [];
    for (let call = 0; call < 5; call++) numbers.push(await recycler.call(number));
    assert.deepStrictEqual(numbers, [1, 1, 1, 1, 1]);
    assert.strictEqual(recycler.stats().recycles.calls, 0);
    ready.resolve();
    await until(() => made.length === 2, 'the replacement');
    assert.strictEqual(await recycler.call(number), 2);
    await until(() => eventsOf('recycled').length === 1, 'the disposal');
    const freed = { collected: true, heapBytes: 1, externalBytes: 2, wasmBytes: 65_536 };
    assert.deepStrictEqual(eventsOf('recycled'), [{ reason: 'calls', calls: 5, ageMs: 0, freed }]);
    await recycler.dispose();
  });

  test('lets the calls that run finish on the old instance, and only then disposes of it', async () => {
    const { recycler, made } = frontOf({ maxCalls: 3 });
    const [first, second] = [deferred(), deferred()];
    const running = [first, second].map(({ promise }) =>
      recycler.call(async (exports) => {
        await promise;
        return exports.number;
      }),
    );
    await recycler.call(number);
    await until(() => made.length === 2, 'the replacement');
    assert.strictEqual(await recycler.call(number), 2);
    first.resolve();
    assert.strictEqual(await running[0], 1);
    await settle();
    assert.deepStrictEqual(made[0].disposals, []);
    second.resolve();
    assert.strictEqual(await running[1], 1);
    await until(() => made[0].disposed, 'the disposal');
    await recycler.dispose();
  });

  test('waits for the disposal before it: instances do not pile up', async () => {
    const proven = deferred();
    const { recycler, made } = frontOf(
      { maxCalls: 1 },
      { disposal: (which) => (which === 1 ? proven.promise : undefined) },
    );
    for (let call = 0; call < 50; call++) await recycler.call(() => {});
    assert.strictEqual(made.length, 2);
    assert.strictEqual(recycler.stats().live, 2);
    proven.resolve();
    await until(() => made.length === 3, 'the next replacement, without another call');
    await recycler.dispose();
  });

  test('a leak is an event and a count, and nothing else', async () => {
    const leak = Object.assign(new Error('held'), { code: 'ERR_GC_TRACKER_LEAK' });
    const { recycler, made, events, eventsOf } = frontOf(
      { maxCalls: 1 },
      { disposal: (which) => which === 1 && Promise.reject(leak) },
    );
    await recycler.call(() => {});
    await until(() => eventsOf('recycled').length === 1, 'the end of the first one');
    assert.deepStrictEqual(
      events.map(([name]) => name),
      ['created', 'created', 'leak', 'recycled'],
    );
    assert.strictEqual(eventsOf('leak')[0], leak);
    assert.strictEqual(eventsOf('recycled')[0].freed, null);
    assert.strictEqual(await recycler.call(number), 2);
    assert.strictEqual(recycler.stats().leaks, 1);
    await recycler.dispose();
    assert.strictEqual(made.length - recycler.stats().recycles.calls, 1);
  });

  test('passes the options of disposals on; a snapshot only if it is asked for', async () => {
    const table = [
      [undefined, false, 5000],
      [{ explain: true, timeoutMs: 9 }, true, 9],
    ];
    for (const [disposal, explain, timeoutMs] of table) {
      const { recycler, made } = frontOf({ disposal });
      await recycler.call(() => {});
      await recycler.dispose();
      const [[passed]] = made[0].disposals;
      assert.strictEqual(passed.explain, explain);
      assert.strictEqual(passed.timeoutMs, timeoutMs);
    }
  });
});

describe('a crash', () => {
  const crash = () => {
    throw trap();
  };

  test('rejects its call with the error of the module, and the next call has a fresh instance', async () => {
    const { recycler, eventsOf } = frontOf();
    const error = trap();
    const met = recycler.call(() => {
      throw error;
    });
    assert.strictEqual(await met.catch((reason) => reason), error);
    assert.strictEqual(await recycler.call(number), 2);
    await until(() => eventsOf('recycled').length === 1, 'the disposal');
    assert.strictEqual(eventsOf('recycled')[0].reason, 'crash');
    const { crashes, recycles } = recycler.stats();
    assert.deepStrictEqual({ crashes, crash: recycles.crash }, { crashes: 1, crash: 1 });
    await recycler.dispose();
  });

  test('makes a fresh one at once, without another call', async () => {
    const { recycler, made } = frontOf();
    await assert.rejects(recycler.call(crash), /unreachable/);
    await until(() => made.length === 2, 'the fresh one');
    await recycler.dispose();
  });

  test('is counted once an instance; the calls that run there end there', async () => {
    const { recycler, made } = frontOf();
    const late = deferred();
    const running = [late.promise, late.promise.then(crash)].map((promise) =>
      recycler.call(async (exports) => {
        await promise;
        return exports.number;
      }),
    );
    await until(() => made.length === 1, 'the first one');
    await assert.rejects(recycler.call(crash), /unreachable/);
    assert.strictEqual(await recycler.call(number), 2);
    assert.deepStrictEqual(made[0].disposals, []);
    late.resolve();
    assert.strictEqual(await running[0], 1);
    await assert.rejects(running[1], /unreachable/);
    assert.strictEqual(recycler.stats().crashes, 1);
    await until(() => made[0].disposed, 'the disposal');
    await recycler.dispose();
  });

  test('of every third call spoils no other one', async () => {
    const { recycler } = frontOf();
    const calls = Array.from({ length: 60 }, (_, index) => recycler.call(index % 3 === 0 ? crash : number));
    const results = await Promise.allSettled(calls);
    results.forEach(({ status }, index) => {
      assert.strictEqual(status, index % 3 === 0 ? 'rejected' : 'fulfilled', `call ${index}`);
    });
    assert.strictEqual(recycler.stats().crashes, 20);
    await recycler.dispose();
  });

  test('while the replacement is made: that is the fresh one', async () => {
    const ready = deferred();
    const { recycler, made, asked } = frontOf(
      { maxCalls: 1 },
      { creation: (which) => (which === 2 ? ready.promise : undefined) },
    );
    await recycler.call(() => {});
    await assert.rejects(recycler.call(crash), /unreachable/);
    const waiting = recycler.call(number);
    await settle();
    ready.resolve();
    assert.strictEqual(await waiting, 2);
    assert.strictEqual(asked() - made.length, 0);
    const { calls, crash: crashed } = recycler.stats().recycles;
    assert.deepStrictEqual({ calls, crashed }, { calls: 0, crashed: 1 });
    await recycler.dispose();
  });

  test('in each call: instances that are not disposed of do not pile up', async () => {
    const proven = deferred();
    const { recycler, made } = frontOf({}, { disposal: () => proven.promise });
    const calls = Promise.allSettled(Array.from({ length: 20 }, () => recycler.call(crash)));
    await settle();
    assert.ok(made.length <= 4, `${made.length} instances`);
    proven.resolve();
    assert.ok((await calls).every(({ reason }) => reason.message === 'unreachable'));
    await recycler.dispose();
  });

  test('is also what the option says', async () => {
    const seen = [];
    const isCrash = (error, exports) => {
      seen.push([error, exports.number]);
      return error === 99;
    };
    const { recycler } = frontOf({ isCrash });
    for (const error of [98, 99]) {
      const call = recycler.call(() => {
        throw error;
      });
      await assert.rejects(call, (reason) => reason === error);
    }
    assert.deepStrictEqual(seen, [
      [98, 1],
      [99, 1],
    ]);
    assert.strictEqual(await recycler.call(number), 2);
    await recycler.dispose();
  });
});
