'use strict';

// The arguments of createSandbox and dispose, checked.

const { createRequire } = require('node:module');
const { isAbsolute, join } = require('node:path');
const process = require('node:process');
const { fileURLToPath } = require('node:url');
const { argumentError, codedError, quote } = require('../../util/errors.js');
const { captureStack, fileText, firstPlace } = require('../../util/stack.js');

const TIMEOUT_MS = { create: 30_000, dispose: 5000 };

/** { entry: its file name, name: as one calls it, module, ready, globals, emitters, revocable, timeoutMs } */
function checkCreation(entry, options = {}, callee) {
  checkObject('the options', options, '{ timeoutMs: 30000 }');
  const { from, module, ready, globals = {}, emitters = [], revocable = false } = options;
  const { timeoutMs = TIMEOUT_MS.create } = options;
  if (module !== undefined) checkObject('module', module, '{ locateFile: (file) => … }');
  if (ready !== undefined && typeof ready !== 'function') {
    throw invalid(`ready must be a function (exports) => …, not ${quote(ready)}`);
  }
  checkObject('globals', globals, '{ document }');
  if (!Array.isArray(emitters) || emitters.some((one) => typeof one?.eventNames !== 'function')) {
    throw invalid(`emitters must be an array of event emitters, not ${quote(emitters)}`);
  }
  checkFlag('revocable', revocable);
  if (from !== undefined && !isFile(from)) {
    throw invalid(`from must be the absolute path or URL of a file, not ${quote(from)}`);
  }
  checkTime(timeoutMs);
  const filename = find(entry, from, callee);
  const name = isPath(entry) ? fileText(filename) : String(entry);
  return { entry: filename, name, module, ready, globals, emitters, revocable, timeoutMs };
}

/** { explain, measure, timeoutMs } */
function checkDisposal(options = {}) {
  checkObject('the options', options, '{ timeoutMs: 5000 }');
  const { explain = true, measure = true, timeoutMs = TIMEOUT_MS.dispose } = options;
  checkFlag('explain', explain);
  checkFlag('measure', measure);
  checkTime(timeoutMs);
  return { explain, measure, timeoutMs };
}

/** The file of a package, a path or a file URL; found as `require` in the caller's file, or in `from`, would. */
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
    throw codedError('ERR_GC_TRACKER_SANDBOX_LOAD', `cannot find ${quote(entry)}: ${error.message}`);
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

function checkObject(name, value, example) {
  if (typeof value === 'object' && value !== null) return;
  throw invalid(`${name} must be an object like ${example}, not ${quote(value)}`);
}

function checkFlag(name, value) {
  if (typeof value !== 'boolean') throw invalid(`${name} must be true or false, not ${quote(value)}`);
}

/** Node's timers know no longer time. */
function checkTime(timeoutMs) {
  if (typeof timeoutMs === 'number' && timeoutMs >= 1 && timeoutMs < 2 ** 31) return;
  throw invalid(`timeoutMs must be a number from 1 to ${2 ** 31 - 1}, not ${quote(timeoutMs)}`);
}

function invalid(message) {
  return argumentError('ERR_GC_TRACKER_INVALID_OPTIONS', message);
}

module.exports = { checkCreation, checkDisposal };
