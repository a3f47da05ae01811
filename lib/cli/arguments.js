'use strict';

// The command line's words: which command, which options, which operands; anything else is a UsageError.

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

/** Each command's own options and how many operands it takes. */
const COMMANDS = {
  summary: { options: ['top', 'sort', 'json'], least: 1, most: 1 },
  find: { options: ['top', 'json'], least: 2, most: 2 },
  explain: { options: ['top', 'paths', 'json'], least: 2, most: 2 },
  diff: { options: ['top', 'json'], least: 2, most: Infinity },
  report: { options: ['output', 'strings'], least: 1, most: Infinity },
};

const ORDERS = ['retained', 'shallow', 'count'];
const MOST = 1_000_000;

/** What was typed is not a command; `command` is set if it was one up to there. */
class UsageError extends Error {
  code = 'ERR_GC_TRACKER_USAGE';
  constructor(message, command) {
    super(message);
    this.command = command;
  }
}

/** Of `run`, whose options come first: what follows the last of them is Node.js's and the program's. */
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

/** { command, operands, options }, where command may be 'help' or 'version'. */
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
  const other = tokens.find(({ kind, name }) => kind !== 'option' || !Object.hasOwn(RUN_OPTIONS, name));
  const start = other?.index ?? argv.length;
  const { values } = split(argv.slice(0, start), RUN_OPTIONS, 'run');
  if (values.help) return { command: 'help', operands: ['run'], options: {} };
  const operands = argv.slice(start);
  if (operands[0] === '--') operands.shift();
  if (operands.length === 0) throw new UsageError('which program? FILE is missing', 'run');
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
    // Node's messages begin with what is wrong; the advice that follows is about parseArgs.
    const [text] = error.message.split(/\.\s|\.$|\n/);
    throw new UsageError(text.charAt(0).toLowerCase() + text.slice(1), command);
  }
}

function check(command, operands, values) {
  const { options, least, most } = COMMANDS[command];
  for (const name of Object.keys(values)) {
    if (!options.includes(name)) throw new UsageError(`${command} has no option --${name}`, command);
  }
  if (operands.length > most) {
    throw new UsageError(`${quote(operands[most])} is one operand too many`, command);
  }
  if (operands.length < least) throw new UsageError(missing(command, operands.length), command);
}

function missing(command, given) {
  if (command === 'report') return 'which heap snapshots or recordings? FILE is missing';
  if (given === 0) return 'which heap snapshot? FILE is missing';
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
  if (value < 1 || value > MOST) {
    throw new UsageError(`--${name} takes a number from 1 to ${MOST}, not ${quote(text)}`, command);
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
