'use strict';

// Writes a report to a file. Only its owner may read it, because it may contain secrets. It is written completely or not at
// all. It replaces an earlier report, but no other file.

const { randomBytes } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { codedError, quote } = require('../util/errors.js');

const CODE = 'ERR_GC_TRACKER_REPORT_WRITE';
const HEAD_BYTES = 1024;
/** Every report has this in its first bytes. */
const REPORT_TAG = '<meta name="generator" content="gc-tracker report">';
const OWNER_ONLY = 0o600;

/** Throws if a report cannot be written to `file`. It is called before the report is made. */
function checkOutput(file) {
  const stat = statOf(file);
  if (stat === undefined) {
    const folder = path.dirname(file);
    if (!statOf(folder)?.isDirectory())
      throw failure(`${quote(folder)} is not a folder; create it, or choose another one with -o`);
  } else if (stat.isDirectory()) {
    throw failure(`${quote(file)} is a folder; give -o the name of a file`);
  } else if (stat.isFile() && stat.size > 0 && !isReport(file)) {
    throw failure(`${quote(file)} exists and is not a report; remove it, or choose another name with -o`);
  }
}

/**
 * Where to write a report if `file` could be written when the program was started: there, or beside it if the program has
 * written something there, as `report-2.html`. An empty file is replaced only if it was there at the start: `wasThere`.
 */
function outputBeside(file, wasThere) {
  const { dir, name, ext } = path.parse(file);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? file : path.join(dir, `${name}-${number}${ext}`);
    const stat = statOf(candidate);
    if (stat === undefined) return candidate;
    const isOther = stat.isFile() && (stat.size > 0 || !wasThere || number > 1) && !isReport(candidate);
    if (!isOther && !stat.isDirectory()) return candidate;
  }
}

/** Writes a report. */
function writeReport(file, html) {
  try {
    const stat = statOf(file);
    // A device or a pipe is written directly.
    if (stat !== undefined && !stat.isFile()) return fs.writeFileSync(file, html);
    const target = stat === undefined ? file : fs.realpathSync(file);
    // Others can write to the folder, too: they cannot guess the name, and a link of that name is not followed.
    const part = `${target}.${randomBytes(8).toString('hex')}.part`;
    try {
      fs.writeFileSync(part, html, { mode: OWNER_ONLY, flag: 'wx' });
      fs.renameSync(part, target);
    } catch (error) {
      fs.rmSync(part, { force: true });
      throw error;
    }
  } catch (error) {
    throw unwritable(error);
  }
}

/** The status of a file, or undefined if there is none. */
function statOf(file) {
  try {
    return fs.statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw unwritable(error);
  }
}

function isReport(file) {
  return readHead(file).includes(REPORT_TAG);
}

function readHead(file) {
  try {
    const handle = fs.openSync(file);
    try {
      const bytes = Buffer.alloc(HEAD_BYTES);
      return bytes.subarray(0, fs.readSync(handle, bytes, 0, HEAD_BYTES, 0)).toString();
    } finally {
      fs.closeSync(handle);
    }
  } catch (error) {
    throw unwritable(error);
  }
}

function unwritable(error) {
  return error.code === CODE ? error : failure(`the report cannot be written: ${error.message}`);
}

function failure(message) {
  return codedError(CODE, message);
}

module.exports = { checkOutput, outputBeside, writeReport };
