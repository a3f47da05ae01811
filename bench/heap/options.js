'use strict';

// The command line of the heap bench.

const { parseArgs } = require('node:util');
const { contenders } = require('./contenders/index.js');
const { SIZES } = require('./generate.js');

const USAGE =
  'usage: node bench/heap/run.js [--sizes small,medium,large] [--contenders gc-tracker,byte-scan] ' +
  '[--reps n] [--json] [--check]';

/** { sizes, contenders, reps, json, check }; what is wrong throws an error with `usage: true`. */
function parseOptions(args) {
  const values = parse(args);
  const names = contenders.map(({ name }) => name);
  const chosen = list('contender', values.contenders, names);
  return {
    sizes: list('size', values.sizes, SIZES),
    contenders: contenders.filter(({ name }) => chosen.includes(name)),
    reps: count(values.reps),
    json: values.json ?? false,
    check: values.check ?? false,
  };
}

function parse(args) {
  const string = { type: 'string' };
  const boolean = { type: 'boolean' };
  try {
    const options = { sizes: string, contenders: string, reps: string, json: boolean, check: boolean };
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw usageError(error.message);
  }
}

/** Those that were named, in our order; by default all. */
function list(what, text, all) {
  if (text === undefined) return all;
  const wanted = text.split(',');
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown !== undefined) throw usageError(`unknown ${what} '${unknown}', choose from ${all.join(', ')}`);
  return all.filter((name) => wanted.includes(name));
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
