'use strict';

// What a file is, by what is in it: a heap snapshot or a recording of a monitor, gzipped or not.

const fs = require('node:fs');
const { gunzipSync, constants } = require('node:zlib');
const { codedError, quote } = require('../util/errors.js');

const HEAD = 65_536;
/** A recording is bounded; what is larger is none. */
const MOST_BYTES = 64_000_000;

/** { recording: object } or { recording: null } for what is to be opened as a heap snapshot. */
function readSource(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  // What cannot be read, and a pipe, which can be read only once, is left to the snapshot's reader.
  if (stat === undefined || !stat.isFile()) return { recording: null };
  let head;
  try {
    head = readHead(file);
  } catch {
    return { recording: null };
  }
  if (!/^\s*\{/.test(head)) {
    const begin = head.trim() === '' ? 'is empty' : `begins with ${quote(head.trimStart().slice(0, 20))}`;
    throw failed(file, 'ERR_GC_TRACKER_REPORT_INPUT', `it is no heap snapshot and no recording: it ${begin}`);
  }
  if (/^\s*\{\s*"snapshot"/.test(head) || !/"(?:gcTracker|series)"\s*:/.test(head))
    return { recording: null };
  return { recording: parse(file, stat.size) };
}

function readHead(file) {
  const handle = fs.openSync(file);
  try {
    const bytes = Buffer.alloc(HEAD);
    const head = bytes.subarray(0, fs.readSync(handle, bytes, 0, HEAD, 0));
    // The rest of the stream is missing.
    const isZipped = head[0] === 0x1f && head[1] === 0x8b;
    return (isZipped ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head).toString();
  } finally {
    fs.closeSync(handle);
  }
}

function parse(file, size) {
  if (size > MOST_BYTES) {
    throw failed(file, 'ERR_GC_TRACKER_RECORDING_INVALID', `a recording of ${size} bytes is too large`);
  }
  try {
    const bytes = fs.readFileSync(file);
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return JSON.parse(isZipped ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes);
  } catch (cause) {
    throw failed(file, 'ERR_GC_TRACKER_RECORDING_INVALID', `it is no whole recording: ${cause.message}`);
  }
}

function failed(file, code, message) {
  return Object.assign(codedError(code, message), { file });
}

module.exports = { failed, readSource };
