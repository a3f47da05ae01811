'use strict';

// The command line of the bench.

const { parseArgs } = require('node:util');
const { scenarios } = require('./scenarios/index.js');
const { contenders } = require('./contenders/index.js');

const USAGE =
  'usage: node bench/run.js [scenario...] [--json] [--quick] [--check] [--runtimes 20,24,26] ' +
  '[--contenders gc-tracker,none] [--reps n] [--size n] [--label text]';

/** The options; what is wrong throws an error with `usage: true`. */
function parseOptions(args) {
  const { values, positionals } = parse(args);
  return {
    json: values.json ?? false,
    quick: values.quick ?? false,
    check: values.check ?? false,
    runtimes: values.runtimes?.split(','),
    contenders: names('contender', values.contenders?.split(','), contenders)?.map(({ name }) => name),
    scenarios: names('scenario', positionals.length > 0 ? positionals : undefined, scenarios) ?? scenarios,
    reps: count('reps', values.reps),
    size: count('size', values.size),
    label: values.label,
  };
}

function parse(args) {
  const string = { type: 'string' };
  const boolean = { type: 'boolean' };
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: boolean,
        quick: boolean,
        check: boolean,
        runtimes: string,
        contenders: string,
        reps: string,
        size: string,
        label: string,
      },
    });
  } catch (error) {
    throw usageError(error.message);
  }
}

function names(what, wanted, all) {
  return wanted?.map((name) => {
    const found = all.find((one) => one.name === name);
    if (found === undefined) {
      throw usageError(`unknown ${what} '${name}', choose from ${all.map((one) => one.name).join(', ')}`);
    }
    return found;
  });
}

function count(name, text) {
  if (text === undefined) return undefined;
  const number = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(number) || number < 1)
    throw usageError(`--${name} must be a whole number, not '${text}'`);
  return number;
}

function usageError(message) {
  return Object.assign(new Error(`${message}\n${USAGE}`), { usage: true });
}

module.exports = { parseOptions, usageError };
