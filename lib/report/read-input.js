'use strict';

// Detects by content whether a file is a heap snapshot or a recording of a monitor, gzipped or not, and reads recordings.

const fs = require('node:fs');
const { gunzipSync, constants } = require('node:zlib');
const { codedError, quote } = require('../util/errors.js');
const { plural } = require('../util/numbers.js');

const HEAD_BYTES = 65_536;
/** Recordings are bounded. A larger file is not a recording. */
const MAX_BYTES = 64_000_000;

/** Returns { recording: object }, or { recording: null } for a file that is to be opened as a heap snapshot. */
function readInput(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  // Files that cannot be read, and pipes, which can be read only once, are left to the snapshot's reader.
  if (stat === undefined || !stat.isFile()) return { recording: null };
  let head;
  try {
    head = readHead(file);
  } catch {
    return { recording: null };
  }
  if (!/^\s*\{/.test(head)) {
    const start = head.trim() === '' ? 'is empty' : `begins with ${quote(head.trimStart().slice(0, 20))}`;
    throw inputError(
      file,
      'ERR_GC_TRACKER_REPORT_INPUT',
      `it is neither a heap snapshot nor a recording: it ${start}`,
    );
  }
  if (/^\s*\{\s*"snapshot"/.test(head) || !/"(?:gcTracker|series)"\s*:/.test(head))
    return { recording: null };
  return { recording: parse(file, stat.size) };
}

function readHead(file) {
  const handle = fs.openSync(file);
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    const head = bytes.subarray(0, fs.readSync(handle, bytes, 0, HEAD_BYTES, 0));
    // Z_SYNC_FLUSH, because the rest of the stream is missing.
    const isZipped = head[0] === 0x1f && head[1] === 0x8b;
    return (isZipped ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head).toString();
  } finally {
    fs.closeSync(handle);
  }
}

function parse(file, sizeBytes) {
  if (sizeBytes > MAX_BYTES) {
    throw inputError(
      file,
      'ERR_GC_TRACKER_RECORDING_INVALID',
      `a recording of ${plural(sizeBytes, 'byte')} is too large`,
    );
  }
  try {
    const bytes = fs.readFileSync(file);
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return JSON.parse(isZipped ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes);
  } catch (cause) {
    throw inputError(
      file,
      'ERR_GC_TRACKER_RECORDING_INVALID',
      `the recording cannot be read: ${cause.message}`,
    );
  }
}

function inputError(file, code, message) {
  return Object.assign(codedError(code, message), { file });
}

module.exports = { inputError, readInput };
