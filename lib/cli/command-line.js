'use strict';

// Parses the command line into a command, options and operands. Anything else is a UsageError.

const { parseArgs } = require('node:util');
const { quote } = require('../util/errors.js');

const OPTIONS = {
  top: { type: 'string' },
  sort: { type: 'string' },
  paths: { type: 'string' },
  json: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  strings: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
};

/** For each command, its options, and the minimum and maximum number of operands. */
const COMMANDS = {
  summary: { options: ['top', 'sort', 'json'], min: 1, max: 1 },
  find: { options: ['top', 'json'], min: 2, max: 2 },
  explain: { options: ['top', 'paths', 'json'], min: 2, max: 2 },
  diff: { options: ['top', 'json'], min: 2, max: Infinity },
  report: { options: ['output', 'strings'], min: 1, max: Infinity },
};

const ORDERS = ['retained', 'shallow', 'count'];
const MAX_NUMBER = 1_000_000;

/** The command line is wrong. `command` is set if the command itself is known. */
class UsageError extends Error {
  code = 'ERR_GC_TRACKER_USAGE';
  constructor(message, command) {
    super(message);
    this.command = command;
  }
}

/** The options of `run`, which come first. All arguments after them belong to Node.js and the program. */
const RUN_OPTIONS = {
  output: { type: 'string', short: 'o' },
  strings: { type: 'boolean' },
  snapshots: { type: 'boolean' },
  children: { type: 'boolean' },
  interval: { type: 'string' },
  warmup: { type: 'string' },
  keep: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

/** Returns { command, operands, options }, where `command` may also be 'help' or 'version'. */
function parse(argv) {
  if (argv[0] === 'run') return parseRun(argv.slice(1));
  const { values, positionals } = split(argv);
  const [command, ...operands] = positionals;
  if (values.version) return { command: 'version', operands: [], options: {} };
  if (command === 'help') return { command: 'help', operands: operands.slice(0, 1), options: {} };
  if (values.help) return { command: 'help', operands: command === undefined ? [] : [command], options: {} };
  if (command === undefined) throw new UsageError('a command is missing');
  if (!Object.hasOwn(COMMANDS, command)) throw new UsageError(`unknown command ${quote(command)}`);
  check(command, operands, values);
  return { command, operands, options: convert(command, values) };
}

function parseRun(argv) {
  const { tokens } = parseArgs({
    args: argv,
    options: RUN_OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const firstOther = tokens.find(({ kind, name }) => kind !== 'option' || !Object.hasOwn(RUN_OPTIONS, name));
  const start = firstOther?.index ?? argv.length;
  const { values } = split(argv.slice(0, start), RUN_OPTIONS, 'run');
  if (values.help) return { command: 'help', operands: ['run'], options: {} };
  const operands = argv.slice(start);
  if (operands[0] === '--') operands.shift();
  if (operands.length === 0) throw new UsageError('FILE is missing: name the program to run', 'run');
  const { strings = false, snapshots = false, children = false } = values;
  if (values.output === '-') {
    throw new UsageError("standard output is the program's; give -o the name of a file", 'run');
  }
  return {
    command: 'run',
    operands,
    options: {
      output: path('output', values.output, 'run'),
      keep: path('keep', values.keep, 'run'),
      interval: number('interval', values.interval, 'run'),
      warmup: number('warmup', values.warmup, 'run'),
      strings,
      snapshots,
      children,
    },
  };
}

function split(argv, options = OPTIONS, command = undefined) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    // The first sentence of Node's message says what is wrong. The rest is advice about parseArgs.
    const [text] = error.message.split(/\.\s|\.$|\n/);
    throw new UsageError(text.charAt(0).toLowerCase() + text.slice(1), command);
  }
}

function check(command, operands, values) {
  const { options, min, max } = COMMANDS[command];
  for (const name of Object.keys(values)) {
    if (!options.includes(name)) throw new UsageError(`${command} has no option --${name}`, command);
  }
  if (operands.length > max) {
    throw new UsageError(`${quote(operands[max])} is one operand too many`, command);
  }
  if (operands.length < min) throw new UsageError(missing(command, operands.length), command);
}

function missing(command, given) {
  if (command === 'report') return 'FILE is missing: name heap snapshots or recordings';
  if (given === 0) return 'FILE is missing: name a heap snapshot';
  if (command === 'diff') return 'a second heap snapshot to compare with is missing';
  return command === 'find' ? 'CLASS is missing' : '@ID or CLASS is missing';
}

function convert(command, { top, sort, paths, json = false, output, strings = false }) {
  if (sort !== undefined && !ORDERS.includes(sort)) {
    throw new UsageError(`--sort takes ${ORDERS.join(', ')}, not ${quote(sort)}`, command);
  }
  return {
    top: number('top', top, command),
    paths: number('paths', paths, command),
    sort,
    json,
    output: path('output', output, command),
    strings,
  };
}

function number(name, text, command) {
  if (text === undefined) return undefined;
  const value = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > MAX_NUMBER) {
    throw new UsageError(`--${name} takes a number from 1 to ${MAX_NUMBER}, not ${quote(text)}`, command);
  }
  return value;
}

function path(name, text, command) {
  if (text === '' || text?.includes('\0')) {
    throw new UsageError(`--${name} takes the name of a file, not ${quote(text)}`, command);
  }
  return text;
}

module.exports = { COMMANDS, UsageError, parse };
