'use strict';

// gc-tracker/vitest: what vitest says of each suite, and its exit code.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { pathsIn, reported, rounds, run, suitesOf } = require('./run.js');
const { current, second } = require('../packages');
const { installTracker } = require('../packages/tracker.js');
const { someNodes } = require('../runtimes');

const failing = [
  'a leak fails',
  'a leak of several fails',
  'none fails the contrary',
  'a function that leaks fails',
  'one that does not fails the contrary',
];

/** Titles of what failed, and how many passed. */
function outcome(file) {
  const { testResults, numPassedTests } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = results.filter(({ status }) => status !== 'passed').map(({ title }) => title);
  return { failed, passed: numPassedTests };
}

before(installTracker);

for (const node of someNodes()) {
  const major = Number(/\d+/.exec(node.version)[0]);
  const modules = major === 20 ? second() : current();

  describe(`vitest on ${node.name}`, () => {
    const folder = suitesOf({ after }, 'vitest', modules);

    const runVitest = (...args) =>
      run(node, folder, ['node_modules/vitest/vitest.mjs', 'run', ...args], { NO_COLOR: '1' });
    const outcomeOf = async (pool, suite) => {
      const file = path.join(folder, 'outcome.json');
      const json = ['--reporter=json', `--outputFile=${file}`];
      const { code } = await runVitest(`--pool=${pool}`, ...json, suite);
      return { ...outcome(file), code };
    };

    for (const pool of ['forks', 'threads', 'vmThreads']) {
      test(`the matchers, in ${pool}`, async () => {
        assert.deepStrictEqual(await outcomeOf(pool, 'mixed'), { failed: failing, passed: 11, code: 1 });
      });

      test(`the report, in ${pool}`, async () => {
        const { stderr } = await runVitest(`--pool=${pool}`, 'failing');
        assert.strictEqual(stderr, reported('vitest'));
      });

      test(`places are those of the source, in ${pool}`, async () => {
        const { stderr } = await runVitest(`--pool=${pool}`, 'mapped');
        const bus = ['vitest  mapped.suite.ts', 'variable bus  EventEmitter'];
        assert.deepStrictEqual(pathsIn(stderr), [
          [...bus, 'listener of "price"  function refresh  mapped.suite.ts:18', 'variable order  Order  @1'],
          [
            ...bus,
            'listener of "next"  function (anonymous)',
            'a variable  Promise  pending',
            'awaited by  async function next  waits at mapped.suite.ts:26',
            'variable order  Order  @1',
          ],
        ]);
      });
    }

    for (const pool of ['forks', 'threads']) {
      test(`${rounds} clean tests in a row pass, in ${pool}`, async () => {
        assert.deepStrictEqual(await outcomeOf(pool, 'passing'), { failed: [], passed: rounds, code: 0 });
      });
    }
  });
}
