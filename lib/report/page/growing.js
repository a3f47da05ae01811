'use strict';

// The section on growth from snapshot to snapshot: paths with more objects each time, and classes.

const { h } = require('./dom.js');
const { card, empty, foldedPath } = require('./components.js');
const { bytes, count, plural, signed } = require('../../util/numbers.js');

const MAX_BARS = 12;

function growingSection({ files, growth }) {
  if (growth === null) return null;
  const rounds = files.length - 1;
  const often = rounds === 1 ? 'from the first snapshot to the second' : `on each of ${rounds} rounds`;
  const list = files.map(({ file, size }) => h('li', null, h('b', null, bytes(size)), ` ${file}`));
  return card(
    'growing',
    'Growing',
    h('ol.snapshots', null, list),
    growth.paths.length === 0
      ? empty(`Nothing has grown ${often}.`)
      : h('p.muted', null, `What holds more objects ${often}, by the most bytes first.`),
    ...growth.paths.map((one) => growingItem(one)),
    growth.classes.length === 0 ? null : classesTable(growth, rounds),
  );
}

function growingItem({ counts, sizes, holderTrail, holds, path }) {
  const more = counts.at(-1) - counts[0];
  const size = sizes.at(-1) - sizes[0];
  return h(
    'article.growing',
    null,
    h(
      'div.head',
      null,
      h('h3', null, holderTrail),
      h('div.more', null, h('b.up', null, signed(size, bytes)), ` ${signed(more, count)} × ${holds}`),
      bars(counts),
    ),
    foldedPath(path, { text: 'Why that is alive, with one of them as an example' }),
  );
}

/** A bar chart of the number of objects in each snapshot. */
function bars(counts) {
  const shown = counts.slice(-MAX_BARS);
  const highest = shown.reduce((high, value) => Math.max(high, value), 1);
  const text = `objects: ${shown.map(count).join(', ')}`;
  const bar = (value) => {
    const one = h('span.bar');
    one.style.height = `${Math.max(2, Math.round((value / highest) * 28))}px`;
    return one;
  };
  return h('div.bars', { role: 'img', 'aria-label': text, title: text }, shown.map(bar));
}

function classesTable({ classes, comparable }, rounds) {
  const cell = (value, format) => h('td.number', null, value === null ? '' : signed(value, format));
  const row = ({ name, growing, countDelta, sizeDelta, retainedDelta }) =>
    h(
      'tr',
      null,
      h(
        'th',
        { scope: 'row' },
        name,
        growing && rounds > 1 ? h('span.badge.small.growing', null, 'each time') : null,
      ),
      cell(countDelta, count),
      cell(sizeDelta, bytes),
      cell(retainedDelta, bytes),
    );
  const titles = ['Class', 'Objects', 'Shallow', 'Retained'];
  const head = titles.map((title, index) => h(index === 0 ? 'th' : 'th.number', { scope: 'col' }, title));
  return h(
    'details',
    null,
    h('summary', null, `How ${plural(classes.length, 'class', 'classes')} changed`),
    h(
      'p.muted',
      null,
      comparable
        ? 'Compared object by object.'
        : 'Compared by class: the snapshots are not of one process with unbroken ids.',
    ),
    h(
      'div.scroll',
      null,
      h('table', null, h('thead', null, h('tr', null, head)), h('tbody', null, classes.map(row))),
    ),
  );
}

module.exports = { growingSection };
