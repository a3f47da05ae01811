'use strict';

// What a recycler is when nobody looks: programs of their own, on each Node.js.

const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');
const path = require('node:path');
const process = require('node:process');
const { describe, test } = require('node:test');
const { someNodes } = require('../../runtimes');
const { frontOf, trap, until } = require('./support.js');
const { runNode } = require('../../support/run.js');

/** What it printed; rejects if it did not end with 0. */
async function runProgram(command, name, args = []) {
  const file = path.join(__dirname, 'programs', `${name}.js`);
  const { stdout, stderr } = await runNode([...args, file], { command });
  assert.strictEqual(stderr, '');
  return stdout;
}

for (const { name, command } of someNodes()) {
  describe(name, () => {
    test('a recycler that waits for calls does not keep the process alive', async () => {
      const { calls, live } = JSON.parse(await runProgram(command, 'idle'));
      assert.deepStrictEqual({ calls, live }, { calls: 1, live: 1 });
    });

    test('a recycler that was forgotten is collected', async () => runProgram(command, 'forgotten'));

    test('a recycler holds nothing of its calls', async () => runProgram(command, 'holds-nothing'));

    test('maxHeapBytes: what has grown when V8 has collected', async () =>
      runProgram(command, 'heap', ['--max-old-space-size=600']));
  });
}

test('all that happens in the background has the async context of who made the recycler', async () => {
  const storage = new AsyncLocalStorage();
  const seen = [];
  const see = (what) => () => {
    seen.push([what, storage.getStore()]);
  };
  const one = storage.run('maker', () =>
    frontOf({ maxCalls: 2 }, { creation: see('creation'), disposal: see('disposal') }),
  );
  one.recycler.on('created', see('created'));
  one.recycler.on('recycled', see('recycled'));
  await storage.run('caller', async () => {
    await one.recycler.call(() => assert.strictEqual(storage.getStore(), 'caller'));
    await assert.rejects(
      one.recycler.call(() => {
        throw trap();
      }),
    );
    for (let call = 0; call < 3; call++) {
      await one.recycler.call(() => assert.strictEqual(storage.getStore(), 'caller'));
    }
    await until(() => one.eventsOf('recycled').length >= 2, 'two ends');
    await one.recycler.dispose();
  });
  assert.ok(seen.length >= 10);
  assert.deepStrictEqual(
    seen.filter(([, store]) => store !== 'maker'),
    [],
  );
});

test('a listener that throws is an uncaught exception, and the recycler goes on', async () => {
  const uncaught = [];
  const listen = (error) => uncaught.push(error.message);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', listen);
  try {
    const { recycler } = frontOf({
      isCrash() {
        throw new Error('of isCrash');
      },
    });
    recycler.on('created', () => {
      throw new Error('of created');
    });
    const error = new Error('of the call');
    const call = recycler.call(() => {
      throw error;
    });
    await assert.rejects(call, (reason) => reason === error);
    await until(() => uncaught.length === 2, 'both');
    assert.deepStrictEqual(uncaught, ['of created', 'of isCrash']);
    await recycler.dispose();
  } finally {
    process.off('uncaughtException', listen);
    for (const one of others) process.on('uncaughtException', one);
  }
});
