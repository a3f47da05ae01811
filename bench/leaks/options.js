'use strict';

// The command line of the bench of assertions.

const { parseArgs } = require('node:util');
const { contenders } = require('./contenders/index.js');
const { SIZES } = require('./heap.js');
const { scenarios } = require('./scenarios/index.js');

const USAGE =
  'usage: node bench/leaks/run.js [scenario...] [--sizes small,large] [--runtimes 20,24,26] ' +
  '[--contenders gc-tracker,jest] [--reps n] [--json] [--check]';

/** { scenarios, sizes, runtimes, contenders, reps, json, check }; what is wrong throws an error with `usage: true`. */
function parseOptions(args) {
  const { values, positionals } = parse(args);
  const names = scenarios.map(({ name }) => name);
  const chosen = list('scenario', positionals.length > 0 ? positionals : undefined, names);
  const titles = ['none', ...contenders.map(({ name }) => name)];
  return {
    scenarios: scenarios.filter(({ name }) => chosen.includes(name)),
    sizes: list('size', values.sizes?.split(','), Object.keys(SIZES)),
    runtimes: values.runtimes?.split(','),
    contenders: list('contender', values.contenders?.split(','), titles),
    reps: count(values.reps),
    json: values.json ?? false,
    check: values.check ?? false,
  };
}

function parse(args) {
  const string = { type: 'string' };
  const boolean = { type: 'boolean' };
  const options = {
    sizes: string,
    runtimes: string,
    contenders: string,
    reps: string,
    json: boolean,
    check: boolean,
  };
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw usageError(error.message);
  }
}

/** Those that were named, in our order; by default all. */
function list(what, wanted, all) {
  const unknown = wanted?.find((name) => !all.includes(name));
  if (unknown !== undefined) throw usageError(`unknown ${what} '${unknown}', choose from ${all.join(', ')}`);
  return all.filter((name) => wanted?.includes(name) ?? true);
}

function count(text) {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw usageError(`--reps must be a whole number above 0, not '${text}'`);
  }
  return number;
}

function usageError(message) {
  return Object.assign(new Error(`${message}\n${USAGE}`), { usage: true });
}

module.exports = { parseOptions };
