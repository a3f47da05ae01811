'use strict';

// The command gc-tracker: runs a command, prints its result, and turns its outcome into an exit code.

const { basename } = require('node:path');
const { version } = require('../../package.json');
const { openHeapSnapshot } = require('../heap/index.js');
const { UsageError, parse } = require('./command-line.js');
const { diff } = require('./diff.js');
const { explain } = require('./explain.js');
const { find } = require('./find.js');
const { interruption } = require('./interrupt.js');
const { jsonText } = require('./json.js');
const { Progress } = require('./progress.js');
const { createStyle, wantsColour } = require('../util/style.js');
const { summary } = require('./summary.js');
const { printable, printableLines } = require('../util/text.js');
const { help, usage } = require('./usage.js');

/** The code that writes pages is loaded only when it is needed. */
const report = (session) => require('./report.js').report(session);
const run = (session) => require('./run.js').run(session);

const COMMANDS = { summary, find, explain, diff, report };
const INTERRUPTED = 130;

/** Runs the command line `argv` and resolves with the exit code. */
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
  progress.show(`reading ${name}`);
  try {
    const onProgress = (read) => progress.show(`reading ${name}`, read);
    return await openHeapSnapshot(file, { onProgress, signal });
  } catch (error) {
    error.file = file;
    throw error;
  } finally {
    progress.show(`analyzing ${name}`);
  }
}

/** Rejects when the signal aborts. A query of a snapshot cannot be cancelled, so its result is ignored. */
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
    const helpCommand = error.command === undefined ? 'gc-tracker help' : `gc-tracker help ${error.command}`;
    stderr.write(
      `gc-tracker: ${printable(error.message)}\n${usage(error.command)}\n'${helpCommand}' says more\n`,
    );
    return 2;
  }
  const expected = typeof error?.code === 'string' && error.code.startsWith('ERR_GC_TRACKER_');
  // Any other error is a bug of the command: the stack says where.
  const text = expected ? `${fileText(error)}${printable(error.message)} (${error.code})` : stackText(error);
  stderr.write(`gc-tracker: ${text}\n`);
  return 1;
}

/** Lines of a stack. The message is one line, whatever it holds. */
function stackText(error) {
  const { stack, message } = error ?? {};
  if (typeof stack !== 'string') return printable(error);
  return printableLines(stack.replace(message, () => printable(message)));
}

/** The name of the file, if the message does not have it. */
function fileText({ file, message }) {
  return file === undefined || message.includes(file) ? '' : `${printable(file)}: `;
}

module.exports = { main };
