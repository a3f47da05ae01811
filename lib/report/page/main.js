'use strict';

// The entry of the page's script: reads the embedded data and builds a section for each part of it.

const { classesSection, holdersSection } = require('./classes.js');
const { h } = require('./dom.js');
const { growingSection } = require('./growing.js');
const { HeapMap } = require('./map.js');
const { card } = require('./components.js');
const { dateText } = require('./scale.js');
const { recordingSections } = require('./recording.js');
const { bytes, plural } = require('../../util/numbers.js');

const NAMES = {
  verdict: 'Verdict',
  time: 'Over time',
  live: 'Live objects',
  counts: 'Counts',
  growing: 'Growing',
  holders: 'Holders',
  map: 'Map',
  classes: 'Classes',
};

function start() {
  const data = JSON.parse(document.getElementById('data').textContent);
  const { heap, recordings } = data;
  const recordingArea = h('div', { id: 'recording' });
  const nav = h('nav.sections', { 'aria-label': 'Sections' });
  const show = (index) =>
    recordingArea.replaceChildren(...recordingSections(recordings[index]).filter(Boolean));
  if (recordings.length > 0) show(0);
  const sections = [
    processChooser(recordings, (index) => {
      show(index);
      fillNav(nav);
    }),
    recordings.length > 0 ? recordingArea : null,
    ...heapSections(heap),
    hints(data),
  ];
  document.body.replaceChildren(
    header(data),
    nav,
    h('main', null, ...sections),
    h('footer', null, footerText(data)),
  );
  fillNav(nav);
}

function header({ title, made, heap }) {
  const parts = [`made ${dateText(made)}`];
  if (heap !== null)
    parts.unshift(`${heap.files.at(-1).file}, ${bytes(heap.size)}, ${plural(heap.nodeCount, 'node')}`);
  return h('header', null, h('h1', null, title), h('p.muted', null, parts.join(' · ')));
}

/** A list to choose one of several processes from, or null if there is only one. */
function processChooser(recordings, choose) {
  if (recordings.length < 2) return null;
  const option = ({ command, pid }, index) => {
    return h('option', { value: String(index) }, `${command}${pid === null ? '' : ` (process ${pid})`}`);
  };
  const select = h(
    'select',
    { onchange: (event) => choose(Number(event.target.value)) },
    recordings.map(option),
  );
  return h('p.chooser', null, h('label', null, 'Process ', select));
}

function heapSections(heap) {
  if (heap === null) return [];
  return [
    growingSection(heap),
    holdersSection(heap),
    new HeapMap(heap.tree).element,
    classesSection(heap),
  ].filter((section) => section !== null);
}

function fillNav(nav) {
  const ids = [...document.querySelectorAll('section.card')].map(({ id }) => id);
  const link = (id) => h('li', null, h('a', { href: `#${id}` }, NAMES[id]));
  nav.replaceChildren(h('ul', null, ids.filter((id) => id in NAMES).map(link)));
}

/** What the report would also show with more files, or null. */
function hints({ recordings, heap }) {
  const missing = [];
  if (recordings.length === 0)
    missing.push('memory over time: give the report a recording of gc-tracker run or of monitor.recording()');
  if (heap === null) missing.push('the map and why objects are alive: give it a heap snapshot');
  else if (heap.growth === null)
    missing.push('what grows: give it two or more heap snapshots of one program');
  if (missing.length === 0) return null;
  return card(
    'more',
    'What else there can be',
    h(
      'ul',
      null,
      missing.map((text) => h('li', null, `${text}.`)),
    ),
  );
}

function footerText({ gcTracker, strings }) {
  const redaction = strings
    ? 'The contents of strings are shown: treat this file like the heap itself.'
    : 'The contents of strings are hidden (gc-tracker report --strings shows them); names of classes, properties and files are not.';
  return `gc-tracker ${gcTracker}. Sizes are in powers of 1000. ${redaction}`;
}

start();
