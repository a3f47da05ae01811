'use strict';

// Writes a report to a file. Only its owner may read it, because it may contain secrets. It is written completely or not at
// all. It replaces an earlier report, but no other file.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { codedError, quote } = require('../util/errors.js');

const HEAD_BYTES = 1024;
/** Every report has this in its first bytes. */
const REPORT_TAG = '<meta name="generator" content="gc-tracker report">';
const OWNER_ONLY = 0o600;

/** Throws if a report cannot be written to `file`. It is called before the report is made. */
function checkOutput(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) {
    const folder = path.dirname(file);
    if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw codedError(
        'ERR_GC_TRACKER_REPORT_WRITE',
        `${quote(folder)} is not a folder; create it, or choose another one with -o`,
      );
    }
  } else if (stat.isDirectory()) {
    throw codedError('ERR_GC_TRACKER_REPORT_WRITE', `${quote(file)} is a folder; give -o the name of a file`);
  } else if (stat.isFile() && stat.size > 0 && !readHead(file).includes(REPORT_TAG)) {
    throw codedError(
      'ERR_GC_TRACKER_REPORT_WRITE',
      `${quote(file)} exists and is not a report; remove it, or choose another name with -o`,
    );
  }
}

/** Writes a report. */
function writeReport(file, html) {
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    // A device or a pipe is written directly.
    if (stat !== undefined && !stat.isFile()) return fs.writeFileSync(file, html);
    const target = stat === undefined ? file : fs.realpathSync(file);
    const part = `${target}.${process.pid}.part`;
    try {
      fs.writeFileSync(part, html, { mode: OWNER_ONLY });
      fs.renameSync(part, target);
    } catch (error) {
      fs.rmSync(part, { force: true });
      throw error;
    }
  } catch (error) {
    throw codedError('ERR_GC_TRACKER_REPORT_WRITE', `the report cannot be written: ${error.message}`);
  }
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
    throw codedError('ERR_GC_TRACKER_REPORT_WRITE', `the report cannot be written: ${error.message}`);
  }
}

module.exports = { checkOutput, writeReport };
