'use strict';

// gc-tracker report FILE...: writes an HTML page of heap snapshots and recordings.

const { checkOutput, reportOf, writeReport } = require('../report/index.js');
const { bytes } = require('../util/numbers.js');
const { printable } = require('../util/text.js');

const FILE = 'report.html';
const STDOUT = '-';

async function report({ operands: files, options, open }) {
  const { output = FILE, strings } = options;
  if (output !== STDOUT) checkOutput(output);
  const html = await reportOf(files, { strings, open });
  if (output === STDOUT) return { raw: html };
  writeReport(output, html);
  return { lines: [`${printable(output)}  ${bytes(Buffer.byteLength(html))}`] };
}

module.exports = { report };
