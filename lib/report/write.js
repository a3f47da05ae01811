'use strict';

// Where a report is written: for its owner alone, since it may hold secrets, and whole or not at all. An earlier report
// is replaced; any other file is not.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { codedError, quote } = require('../util/errors.js');

const HEAD = 1024;
/** So begins every report. */
const OURS = '<meta name="generator" content="gc-tracker report">';
const PRIVATE = 0o600;

/** Fails if a report cannot be written to `file`; before the work that it takes. */
function checkOutput(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) {
    const folder = path.dirname(file);
    if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw codedError(
        'ERR_GC_TRACKER_REPORT_WRITE',
        `${quote(folder)} is no folder to write the report to; make it, or choose another one by -o`,
      );
    }
  } else if (stat.isDirectory()) {
    throw codedError('ERR_GC_TRACKER_REPORT_WRITE', `${quote(file)} is a folder; give -o the name of a file`);
  } else if (stat.isFile() && stat.size > 0 && !readHead(file).includes(OURS)) {
    throw codedError(
      'ERR_GC_TRACKER_REPORT_WRITE',
      `${quote(file)} is there and is no report; remove it, or choose another name by -o`,
    );
  }
}

/** Writes a report. */
function writeReport(file, html) {
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    // A device or a pipe is written to.
    if (stat !== undefined && !stat.isFile()) return fs.writeFileSync(file, html);
    const target = stat === undefined ? file : fs.realpathSync(file);
    const part = `${target}.${process.pid}.part`;
    try {
      fs.writeFileSync(part, html, { mode: PRIVATE });
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
      const bytes = Buffer.alloc(HEAD);
      return bytes.subarray(0, fs.readSync(handle, bytes, 0, HEAD, 0)).toString();
    } finally {
      fs.closeSync(handle);
    }
  } catch (error) {
    throw codedError('ERR_GC_TRACKER_REPORT_WRITE', `the report cannot be written: ${error.message}`);
  }
}

module.exports = { checkOutput, writeReport };
