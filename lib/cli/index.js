'use strict';

// The command gc-tracker: picks what to do, prints it, and makes of every way it can end an exit code.

const { basename } = require('node:path');
const { version } = require('../../package.json');
const { openHeapSnapshot } = require('../heap/index.js');
const { UsageError, parse } = require('./arguments.js');
const { diff } = require('./diff.js');
const { explain } = require('./explain.js');
const { find } = require('./find.js');
const { interruption } = require('./interrupt.js');
const { jsonText } = require('./json.js');
const { Progress } = require('./progress.js');
const { createStyle, wantsColour } = require('../util/style.js');
const { summary } = require('./summary.js');
const { printable } = require('../util/text.js');
const { help, usage } = require('./usage.js');

/** What writes pages takes a while to load. */
const report = (session) => require('./report.js').report(session);
const run = (session) => require('./run.js').run(session);

const COMMANDS = { summary, find, explain, diff, report };
const INTERRUPTED = 130;

/** Runs the command line `argv` and resolves with the exit code. `streams` is { stdout, stderr, env }. */
async function main(argv, { stdout, stderr, env }) {
  const progress = new Progress(stderr);
  let signal;
  try {
    const { command, operands, options } = parse(argv);
    if (command === 'version') return print(stdout, version);
    if (command === 'help') return print(stdout, help(operands[0]));
    if (command === 'run') {
      return await run({ operands, options, stderr, env, complain: (error) => complain(stderr, error) });
    }
    signal = interruption();
    const session = {
      operands,
      options,
      style: createStyle(wantsColour(stdout, env) && !options.json),
      open: (file) => open(file, progress, signal),
    };
    const { json, lines, raw } = await Promise.race([COMMANDS[command](session), aborted(signal)]);
    progress.clear();
    return print(stdout, raw ?? (lines === undefined ? jsonText(json) : lines.join('\n')));
  } catch (error) {
    progress.clear();
    if (signal?.aborted) return INTERRUPTED;
    return complain(stderr, error);
  }
}

async function open(file, progress, signal) {
  const name = printable(basename(file));
  progress.tell(`reading ${name}`);
  try {
    const onProgress = (event) => progress.tell(`reading ${name}`, event);
    return await openHeapSnapshot(file, { onProgress, signal });
  } catch (error) {
    error.file = file;
    throw error;
  } finally {
    progress.tell(`analyzing ${name}`);
  }
}

/** A question cannot be cancelled; nobody waits for its answer any more. */
function aborted(signal) {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function print(stdout, text) {
  stdout.write(`${text}\n`);
  return 0;
}

function complain(stderr, error) {
  if (error instanceof UsageError) {
    const more = error.command === undefined ? 'gc-tracker help' : `gc-tracker help ${error.command}`;
    stderr.write(`gc-tracker: ${printable(error.message)}\n${usage(error.command)}\n'${more}' says more\n`);
    return 2;
  }
  const expected = typeof error?.code === 'string' && error.code.startsWith('ERR_GC_TRACKER_');
  // Anything else is a bug of the command, whose place must be seen.
  const text = expected
    ? `${about(error)}${printable(error.message)} (${error.code})`
    : (error?.stack ?? error);
  stderr.write(`gc-tracker: ${text}\n`);
  return 1;
}

/** Which of the files it was, if the message does not say. */
function about({ file, message }) {
  return file === undefined || message.includes(file) ? '' : `${printable(file)}: `;
}

module.exports = { main };
