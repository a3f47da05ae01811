'use strict';

// Checks the arguments of createSandbox and dispose.

const { createRequire } = require('node:module');
const { isAbsolute, join } = require('node:path');
const process = require('node:process');
const { fileURLToPath } = require('node:url');
const { argumentError, codedError, quote } = require('../../util/errors.js');
const { boolean, callback, checkOptions, must, number, object } = require('../../util/options.js');
const { captureStack, fileText, firstPlace } = require('../../util/stack.js');
const { printable } = require('../../util/text.js');

const TIMEOUT_MS = { create: 30_000, dispose: 5000 };

/** Node's timers cannot wait longer. */
const timeout = number(1, 2 ** 31 - 1);
const eventEmitters = must(
  'an array of event emitters',
  (value) => Array.isArray(value) && value.every((emitter) => typeof emitter?.eventNames === 'function'),
);

/** Returns { entry: its file, name: as the caller wrote it, module, ready, globals, emitters, revocable, timeoutMs }. */
function checkCreation(entry, options, callee) {
  const { from, ...given } = checkOptions(options, '{ timeoutMs: 30000 }', {
    module: object('{ locateFile: (file) => … }'),
    ready: callback('a function (exports) => …'),
    globals: object('{ document }'),
    emitters: eventEmitters,
    revocable: boolean,
    from: must('the absolute path or URL of a file', isFile),
    timeoutMs: timeout,
  });
  const { module, ready, globals = {}, emitters = [], revocable = false } = given;
  const { timeoutMs = TIMEOUT_MS.create } = given;
  const filename = find(entry, from, callee);
  const name = isPath(entry) ? fileText(filename) : String(entry);
  return { entry: filename, name, module, ready, globals, emitters, revocable, timeoutMs };
}

/** Returns { explain, measure, timeoutMs }. */
function checkDisposal(options) {
  const checks = { explain: boolean, measure: boolean, timeoutMs: timeout };
  const given = checkOptions(options, '{ timeoutMs: 5000 }', checks);
  const { explain = true, measure = true, timeoutMs = TIMEOUT_MS.dispose } = given;
  return { explain, measure, timeoutMs };
}

/** The file of a package, a path or a file URL, resolved as `require` does it in the caller's file, or in `from`. */
function find(entry, from, callee) {
  if (!(typeof entry === 'string' && entry !== '') && !(entry instanceof URL)) {
    throw argumentError(
      'ERR_GC_TRACKER_INVALID_ENTRY',
      `pass a package or a file, like 'sql.js', not ${quote(entry)}`,
    );
  }
  try {
    const path = String(entry).startsWith('file:') ? fileURLToPath(entry) : String(entry);
    return createRequire(from ?? callerOf(callee)).resolve(path);
  } catch (error) {
    throw codedError(
      'ERR_GC_TRACKER_SANDBOX_LOAD',
      `cannot find ${quote(entry)}: ${printable(error.message)}`,
    );
  }
}

function isFile(from) {
  return from instanceof URL || (typeof from === 'string' && (isAbsolute(from) || from.startsWith('file:')));
}

function isPath(entry) {
  return entry instanceof URL || /^(?:[./\\]|file:|[A-Za-z]:)/.test(entry);
}

function callerOf(callee) {
  const file = firstPlace(captureStack(callee))?.file ?? '';
  if (file.startsWith('file:') || isAbsolute(file)) return file;
  return join(process.cwd(), 'index.js');
}

module.exports = { checkCreation, checkDisposal };
