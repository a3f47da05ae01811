'use strict';

// gc-tracker/mocha: what mocha says of each suite, and its exit code.

const assert = require('node:assert');
const { after, before, describe, test } = require('node:test');
const { pathsIn, reported, rounds, run, suitesOf } = require('./run.js');
const { installTracker } = require('../packages/tracker.js');
const { someNodes } = require('../runtimes');

const mocha = ['node_modules/mocha/bin/mocha.js', '--require', 'gc-tracker/mocha'];

/** Titles by outcome, with the kind of error. */
function outcome({ stdout }) {
  const { passes, failures, pending } = JSON.parse(stdout);
  const titles = (tests) => tests.map(({ title }) => title);
  const named = failures.map(({ title, err }) => `${title}: ${err.stack.split(':')[0]}`);
  return { passes: titles(passes), failures: named, pending: titles(pending) };
}

const mixed = {
  // mocha has counted a test as passed when its hooks run, and then counts its failure as well.
  passes: [
    'passes',
    'leaks',
    'may leak',
    'is cleaned up by a hook of the file',
    'gives its object up',
    'expects a leak itself',
    'leaks only when it fails',
    'leaks again, later',
    'leaks',
  ],
  failures: [
    'leaks: LeakError',
    'fails by itself and leaks: Error',
    'comes to no end: Error',
    'does not say why it may leak: TypeError',
    'has no this: TypeError',
    'leaks again, later: LeakError',
    '"after each" hook for "leaks": Error',
  ],
  pending: ['leaks when it is skipped', 'is pending'],
};

before(installTracker);

for (const node of someNodes()) {
  describe(`mocha on ${node.name}`, () => {
    const folder = suitesOf({ after }, 'mocha');

    // Explaining a leak takes longer than mocha waits for, on a busy machine.
    const runMocha = (...args) => run(node, folder, [...mocha, '--timeout', '60000', ...args]);

    test('a test fails whose objects outlive it, and no other one', async () => {
      const result = await runMocha('--reporter', 'json', 'mixed.js');
      assert.deepStrictEqual(outcome(result), mixed);
      assert.strictEqual(result.code, mixed.failures.length);
    });

    test('so it is in parallel mode', async () => {
      const result = await runMocha('--reporter', 'json', '--parallel', 'mixed.js', 'failing.js');
      const { failures } = outcome(result);
      const expected = [...mixed.failures, 'logs in: LeakError', 'end: LeakError'];
      assert.deepStrictEqual(failures.sort(), expected.sort());
      assert.strictEqual(result.code, expected.length);
    });

    test('a leak ends a run with --bail', async () => {
      const result = await runMocha('--reporter', 'json', '--bail', 'mixed.js');
      assert.deepStrictEqual(outcome(result).failures, ['leaks: LeakError']);
      assert.strictEqual(result.code, 1);
    });

    test('timers that stand still do not stop it', async () => {
      const result = await runMocha('--reporter', 'json', 'timers.js');
      assert.deepStrictEqual(outcome(result).failures, ['leaks: LeakError']);
      assert.strictEqual(result.code, 1);
    });

    test('the report', async () => {
      const { code, stdout } = await runMocha('failing.js');
      assert.strictEqual(stdout, reported('mocha'));
      assert.strictEqual(code, 2);
    });

    test('what its own tests and hooks hold is told from there on', async () => {
      const { stdout } = await run(node, folder, [mocha[0], '--timeout', '60000', 'held.js']);
      const pathTo = (runnable, line) => [
        `mocha  the running ${runnable}`,
        `.fn  function (anonymous)  held.js:${line}`,
        'variable orders  Array',
        '[0]  Order  @1',
      ];
      assert.deepStrictEqual(pathsIn(stdout), [pathTo('test', 12), pathTo('hook', 10)]);
    });

    test(`${rounds} clean tests in a row pass`, async () => {
      const result = await runMocha('--reporter', 'json', 'passing.js');
      assert.strictEqual(outcome(result).passes.length, rounds);
      assert.strictEqual(result.code, 0);
    });
  });
}
