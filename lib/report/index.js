'use strict';

// A report of heap snapshots and recordings: what is in them as data, and the page that shows it.

const { version } = require('../../package.json');
const { heapOf } = require('./heap-section.js');
const { pageOf } = require('./page.js');
const { recordingOf } = require('./recording-section.js');
const { readSource } = require('./source.js');
const { Veil } = require('./redact.js');
const { byWeight, duration, slopeText, verdictText } = require('./verdict-text.js');
const { checkOutput, writeReport } = require('./write.js');

/**
 * The page, as HTML. `files` are heap snapshots, of which the last one counts most, and recordings in any order; `open`
 * opens a heap snapshot. With `strings` the contents of strings are shown.
 */
async function reportOf(files, { strings = false, open }) {
  return pageOf(await dataOf(files, { strings, open }));
}

async function dataOf(files, { strings, open }) {
  const veil = new Veil({ strings });
  const sources = files.map((file) => ({ file, ...readSource(file) }));
  const snapshots = sources.filter(({ recording }) => recording === null).map(({ file }) => file);
  const recordings = sources.filter(({ recording }) => recording !== null);
  const told = recordings.map(({ file, recording }) => recordingOf(file, recording, veil));
  const heap = snapshots.length === 0 ? null : await heapOf(snapshots, veil, open);
  const about = told[0]?.command ?? heap.files.at(-1).file;
  return {
    title: `Memory report: ${about}`,
    gcTracker: version,
    made: Date.now(),
    strings,
    recordings: told,
    heap,
  };
}

module.exports = {
  byWeight,
  checkOutput,
  dataOf,
  duration,
  reportOf,
  slopeText,
  verdictText,
  writeReport,
};
