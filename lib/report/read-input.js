'use strict';

// Detects by content whether a file is a heap snapshot or a recording of a monitor, compressed or not, and reads recordings.

const fs = require('node:fs');
const { decompress, startOf } = require('../util/compression.js');
const { codedError, quote } = require('../util/errors.js');
const { plural } = require('../util/numbers.js');

/** Recordings are bounded. A larger file is not a recording. */
const MAX_BYTES = 64_000_000;

/** Returns { recording: object }, or { recording: null } for a file that is to be opened as a heap snapshot. */
function readInput(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  // Files that cannot be read, and pipes, which can be read only once, are left to the snapshot's reader.
  if (stat === undefined || !stat.isFile()) return { recording: null };
  let start;
  try {
    start = startOf(file);
  } catch {
    return { recording: null };
  }
  const { format } = start;
  const { text: marked } = start;
  // The snapshot's reader says what else a file is.
  if (marked === undefined) return { recording: null };
  const text = withoutMark(marked);
  if (!/^\s*\{/.test(text)) {
    const shown = text.trim() === '' ? 'is empty' : `begins with ${quote(text.trimStart().slice(0, 20))}`;
    throw inputError(
      file,
      'ERR_GC_TRACKER_REPORT_INPUT',
      `it is neither a heap snapshot nor a recording: it ${shown}`,
    );
  }
  if (/^\s*\{\s*"snapshot"/.test(text) || !/"(?:gcTracker|series)"\s*:/.test(text))
    return { recording: null };
  return { recording: parse(file, stat.size, format) };
}

function parse(file, sizeBytes, format) {
  if (sizeBytes > MAX_BYTES) {
    throw inputError(
      file,
      'ERR_GC_TRACKER_RECORDING_INVALID',
      `a recording of ${plural(sizeBytes, 'byte')} is too large`,
    );
  }
  try {
    return JSON.parse(withoutMark(decompress(fs.readFileSync(file), format, MAX_BYTES).toString()));
  } catch (cause) {
    throw inputError(
      file,
      'ERR_GC_TRACKER_RECORDING_INVALID',
      `the recording cannot be read: ${cause.message}`,
    );
  }
}

/** The text without a byte order mark. */
function withoutMark(text) {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function inputError(file, code, message) {
  return Object.assign(codedError(code, message), { file });
}

module.exports = { inputError, readInput };
