'use strict';

// gc-tracker/jest: what jest says of each suite, and its exit code.

const assert = require('node:assert');
const { after, before, describe, test } = require('node:test');
const { pathsIn, reported, rounds, run, suitesOf } = require('./run.js');
const { installTracker } = require('../packages/tracker.js');
const { someNodes } = require('../runtimes');

const jest = 'node_modules/jest/bin/jest.js';

const failing = [
  'a leak fails',
  'a leak of several fails',
  'none fails the contrary',
  'a function that leaks fails',
  'one that does not fails the contrary',
];

/** What failed: { title: first line of the message }, and how many passed. */
function outcome({ stdout }) {
  const { testResults, numPassedTests } = JSON.parse(stdout);
  const failed = {};
  for (const { title, status, failureMessages } of testResults.flatMap(
    ({ assertionResults }) => assertionResults,
  )) {
    if (status !== 'passed') failed[title] = failureMessages[0].split('\n')[0];
  }
  return { failed, passed: numPassedTests };
}

before(installTracker);

for (const node of someNodes()) {
  describe(`jest on ${node.name}`, () => {
    const folder = suitesOf({ after }, 'jest');

    const runJest = (...args) => run(node, folder, [jest, ...args]);

    for (const processes of ['--runInBand', '--maxWorkers=2']) {
      test(`the matchers, ${processes}`, async () => {
        const result = await runJest('--json', processes, 'mixed', 'realm');
        const { failed, passed } = outcome(result);
        assert.deepStrictEqual(Object.keys(failed), failing);
        assert.strictEqual(passed, 12);
        assert.strictEqual(result.code, 1);
      });
    }

    test('--detectLeaks finds nothing in a clean suite', async () => {
      const result = await runJest('--json', '--detectLeaks', 'passing', 'realm');
      assert.deepStrictEqual(outcome(result), { failed: {}, passed: rounds + 4 });
      assert.strictEqual(result.code, 0);
    });

    test('the report', async () => {
      const { stderr } = await runJest('failing');
      const [report] = stderr.split('\nTime:');
      assert.strictEqual(report, reported('jest'));
    });

    test('places are those of the source', async () => {
      const { stderr } = await runJest('mapped');
      const bus = (line) => [
        'jest  the running test',
        `.fn  function (anonymous)  mapped.suite.js:${line}`,
        'variable bus  EventEmitter',
      ];
      assert.deepStrictEqual(pathsIn(stderr), [
        [
          ...bus(16),
          'listener of "price"  function refresh  mapped.suite.js:20',
          'variable order  Order  @1',
        ],
        [
          ...bus(26),
          'listener of "next"  function (anonymous)',
          'a variable  Promise  pending',
          'awaited by  async function next  waits at mapped.suite.js:28',
          'variable order  Order  @1',
        ],
      ]);
    });

    test('a module is told from one that jest has unloaded', async () => {
      const { stderr } = await runJest('registry');
      assert.deepStrictEqual(pathsIn(stderr), [
        ['process', 'listener of "SIGUSR2"  function (anonymous)  plugin.js:8', 'variable table  Array  @1'],
        [
          'jest  the running test',
          '.fn  function (anonymous)  registry.suite.js:20',
          'variable loaded  Array',
          '[0]  Object',
          '.table  Array  @1',
        ],
        ['jest registry  plugin.js', '.exports  Object', '.table  Array  @1'],
      ]);
      assert.match(stderr, /3 failed, 1 passed/);
    });

    test(`${rounds} clean tests in a row pass`, async () => {
      const result = await runJest('--json', 'passing');
      assert.deepStrictEqual(outcome(result), { failed: {}, passed: rounds });
      assert.strictEqual(result.code, 0);
    });
  });
}
