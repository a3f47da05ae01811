'use strict';

// gc-tracker/node-test: what node:test says of each suite, and its exit code.

const assert = require('node:assert');
const { after, before, describe, test } = require('node:test');
const { pathsIn, reported, rounds, run, suitesOf } = require('./run.js');
const { installTracker } = require('../packages/tracker.js');
const { someNodes } = require('../runtimes');

const leaked = '1 of 1 tracked object was not collected';
const noTest = 'allowLeaks needs the context `t` that a test is called with, not undefined';
const several = (...names) =>
  `tracked while several tests ran, by one of them: ${names.map((name) => JSON.stringify(name)).join(', ')}`;

const mixed = [
  ['passes', 'passed'],
  ['leaks', leaked],
  ['fails by itself and leaks', 'wrong password'],
  ['comes to no end', 'test timed out after 50ms'],
  ['may leak', 'passed'],
  ['does not say why it may leak', 'the reason why leaks are allowed must be a text, not undefined'],
  ['passes something else than its context', noTest],
  ['gives its object up', 'passed'],
  ['is cleaned up by a hook of the file', 'passed'],
  ['is cleaned up by its own hook', 'passed'],
  ['mocks what it tracks', 'passed'],
  ['stops the timers', leaked],
  ['inner', leaked],
  ['leaks inside', '1 subtest failed'],
  ['inner that passes', 'passed'],
  ['leaks outside', leaked],
  ['inner that fails', 'wrong user'],
  ['fails inside, and leaks', '1 subtest failed'],
  ['passes in a suite', 'passed'],
  ['leaks again, later', '1 of 2 tracked objects was not collected'],
  ['is skipped', 'skipped'],
];

const concurrent = [
  ['passes', 'passed'],
  ['leaks', 'passed'],
  ['passes, slowly', 'passed'],
  ['fails', 'wrong password'],
  ['leaks, or the other one', 'passed'],
  ['may leak', 'passed'],
  ['leaks as well, or not', 'passed'],
  ['passes inside', 'passed'],
  ['leaks inside', 'passed'],
  ['in a test', 'passed'],
  [
    'node_modules/gc-tracker/lib/adapters/concurrent-tests.js',
    several(
      'in a suite > passes',
      'in a suite > leaks',
      'in a suite > passes, slowly',
      'in a test > passes inside',
      'in a test > leaks inside',
    ),
  ],
];

const shared = [
  ['of ada', 'passed'],
  ['of bob', 'passed'],
  ['of cy, alone', '1 of 2 tracked objects was not collected'],
  [
    'node_modules/gc-tracker/lib/adapters/concurrent-tests.js',
    several('requests > of ada', 'requests > of bob'),
  ],
];

const assertions = [
  ['passes', 'passed'],
  ['leaks', leaked],
  ['leaks in a function', leaked],
];

/** [test, what became of it]. */
const outcome = ({ stdout }) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

before(installTracker);

for (const node of someNodes()) {
  const major = Number(/\d+/.exec(node.version)[0]);

  describe(`node:test on ${node.name}`, () => {
    const folder = suitesOf({ after }, 'node-test');

    const runTests = (...args) => run(node, folder, ['--test-reporter=./outcome.mjs', ...args]);
    const watched = ['--import', 'gc-tracker/node-test'];

    test('a test fails whose objects outlive it, and no other one', async () => {
      const result = await runTests('--test', ...watched, 'mixed.js');
      assert.deepStrictEqual(outcome(result), mixed);
      assert.strictEqual(result.code, 1);
    });

    const ways = {
      '--require': ['--test', '--require', 'gc-tracker/node-test', 'mixed.js'],
      'a required module': ['mixed.js'],
      'one process for all files': [
        '--test',
        major === 22 ? '--experimental-test-isolation=none' : '--test-isolation=none',
        ...watched,
        'mixed.js',
      ],
    };
    // Node 20 runs each file in a process of its own.
    if (major === 20) delete ways['one process for all files'];
    for (const [way, args] of Object.entries(ways)) {
      test(`so it is with ${way}`, async () => {
        const result = await runTests(...args);
        assert.deepStrictEqual(outcome(result), mixed);
        assert.strictEqual(result.code, 1);
      });
    }

    test('tests that run at the same time do not blame each other', async () => {
      const result = await runTests('--test', ...watched, 'concurrent.js');
      assert.deepStrictEqual(outcome(result), concurrent);
      assert.strictEqual(result.code, 1);
    });

    test('nor do they for what a server makes that they share', async () => {
      const result = await runTests('--test', ...watched, 'shared.js');
      assert.deepStrictEqual(outcome(result), shared);
      assert.strictEqual(result.code, 1);
    });

    test('a program that a test starts is left alone', async () => {
      const { code, stdout } = await runTests('--test', ...watched, 'starting.js');
      assert.strictEqual(code, 0, stdout);
    });

    if (major >= 22) {
      test('t.assert has the assertions', async () => {
        const result = await runTests('--test', ...watched, 'assertions.js');
        assert.deepStrictEqual(outcome(result), assertions);
      });
    }

    test('the report', async () => {
      const { stdout } = await run(node, folder, [
        '--test',
        '--test-reporter=spec',
        ...watched,
        'failing.js',
      ]);
      const [, failures] = stdout.split('✖ failing tests:\n');
      assert.strictEqual(failures, reported('node-test'));
    });

    test('what its own tests hold is told from there on', async () => {
      const { stdout } = await run(node, folder, ['--test', '--test-reporter=spec', 'held.js']);
      assert.deepStrictEqual(pathsIn(stdout)[0], [
        'node:test  Test',
        '.fn  function (anonymous)  held.js:11',
        'variable orders  Array',
        '[0]  Order  @1',
      ]);
    });

    test(`${rounds} clean tests in a row pass`, async () => {
      const result = await runTests('--test', ...watched, 'passing.js');
      const passed = outcome(result).filter(([, said]) => said === 'passed');
      assert.strictEqual(passed.length, rounds);
      assert.strictEqual(result.code, 0);
    });
  });
}
