'use strict';

// Makes a report of heap snapshots and recordings: collects the page's data, and renders the page.

const { version } = require('../../package.json');
const { heapOf } = require('./heap-section.js');
const { pageOf } = require('./page.js');
const { recordingOf } = require('./recording-section.js');
const { readInput } = require('./read-input.js');
const { Redactor } = require('./redact.js');
const { byWeight, durationText, slopeText, verdictText } = require('./verdict-text.js');
const { checkOutput, outputBeside, writeReport } = require('./write.js');

/**
 * Resolves with the page as HTML. `files` are heap snapshots in order of time, and recordings in any order. `open` opens a
 * heap snapshot. With `strings`, the contents of strings are shown.
 */
async function reportOf(files, { strings = false, open }) {
  return pageOf(await dataOf(files, { strings, open }));
}

async function dataOf(files, { strings, open }) {
  const redactor = new Redactor({ strings });
  const inputs = files.map((file) => ({ file, ...readInput(file) }));
  const snapshots = inputs.filter(({ recording }) => recording === null).map(({ file }) => file);
  const recordings = inputs.filter(({ recording }) => recording !== null);
  const recordingData = recordings.map(({ file, recording }) => recordingOf(file, recording, redactor));
  const heap = snapshots.length === 0 ? null : await heapOf(snapshots, redactor, open);
  const subject = recordingData[0]?.command ?? heap.files.at(-1).file;
  return {
    title: `Memory report: ${subject}`,
    gcTracker: version,
    made: Date.now(),
    strings,
    recordings: recordingData,
    heap,
  };
}

module.exports = {
  byWeight,
  checkOutput,
  dataOf,
  durationText,
  outputBeside,
  reportOf,
  slopeText,
  verdictText,
  writeReport,
};
