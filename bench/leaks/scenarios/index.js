'use strict';

// What is measured: `run(watch, { rounds, collect })` resolves to figures. With `nodes: 'every'` it is measured on each
// version of Node that is installed, unless some are chosen.

const { speed } = require('./speed.js');
const { verdicts } = require('./verdicts.js');

/** Holds the targets of the scenarios in which they are held, as a module of the program would. */
const store = { sessions: new Map() };

class BenchTarget {
  constructor(number) {
    this.user = { name: 'ada', number };
  }
}

const times = {
  first: { unit: 'ms', digits: 1, ratio: true },
  later: { unit: 'ms', digits: 2, ratio: true },
};

const detectors = ['gc-tracker', 'jest', 'jest-plain'];

const all = [
  {
    name: 'pass',
    title: 'garbage',
    contenders: detectors,
    metrics: times,
    rounds: { small: 30, large: 5 },
    repetitions: { small: 5, large: 3 },
    run: verdicts(false, (number) => new BenchTarget(number)),
  },
  {
    name: 'pass-old',
    title: 'garbage that had grown old',
    contenders: detectors,
    metrics: times,
    rounds: { small: 30, large: 3 },
    repetitions: { small: 5, large: 2 },
    run: verdicts(false, (number) => new BenchTarget(number), { old: true }),
  },
  {
    name: 'pass-pinned',
    title: 'garbage of which a WeakRef was made in the same job',
    contenders: detectors,
    metrics: times,
    rounds: { small: 10, large: 2 },
    repetitions: { small: 5, large: 2 },
    run: verdicts(false, (number) => {
      const target = new BenchTarget(number);
      return new WeakRef(target) && target;
    }),
  },
  {
    name: 'fail',
    title: 'a Map holds the target',
    contenders: ['gc-tracker', 'gc-tracker-plain', 'jest', 'jest-plain', 'memlab', 'memlab-path'],
    metrics: times,
    rounds: { small: 5, large: 1 },
    repetitions: { small: 5, large: 1 },
    run: verdicts(
      true,
      (number) => {
        const target = new BenchTarget(number);
        store.sessions.set(`user-${number}`, target);
        return target;
      },
      { clean: () => store.sessions.clear() },
    ),
  },
  {
    name: 'speed',
    title: 'allocation before and after a failed assertion',
    contenders: ['none', 'gc-tracker', 'jest', 'memlab'],
    metrics: {
      before: { unit: 'ns', digits: 1 },
      after: { unit: 'ns', digits: 1 },
      slower: { unit: 'x', digits: 3 },
    },
    sizes: ['small'],
    nodes: 'every',
    rounds: { small: 15 },
    repetitions: { small: 5 },
    run: speed((number) => {
      const target = new BenchTarget(number);
      store.sessions.set(number, target);
      return target;
    }),
  },
];

const scenarios = all.map((scenario) => ({ nodes: 'usual', ...scenario }));

module.exports = { scenarios };
