'use strict';

// Components that several sections use: cards, and retaining paths that unfold.

const { h } = require('./dom.js');
const { bytes, plural, share } = require('../../util/numbers.js');

/** A section of the page. */
function card(id, title, ...children) {
  const heading = h('h2', { id: `${id}-title` }, title);
  return h('section.card', { id, 'aria-labelledby': `${id}-title` }, heading, ...children);
}

function empty(text) {
  return h('p.empty', null, text);
}

/** A path that unfolds: its trail, or `text`, in one line, and its steps below. */
function foldedPath(path, { title = null, text = null, open = false } = {}) {
  if (path === null) return h('p.muted', null, 'Only weak references hold it.');
  const line = text ?? h('span.trail', null, path.trail);
  const summary = h('summary', null, title === null ? null : h('span.muted', null, `${title} `), line);
  return h('details.folded', { open }, summary, pathList(path));
}

/** The steps of a path, from the root. */
function pathList({ steps }) {
  const maxSize = steps.reduce((largest, { size }) => Math.max(largest, size ?? 0), 0);
  return h(
    'ol.path',
    null,
    steps.map((step, index) => stepItem(step, index === steps.length - 1, maxSize)),
  );
}

function stepItem(step, isLast, maxSize) {
  if (step.skipped !== undefined) {
    return h('li.skipped', null, `… ${plural(step.skipped, 'more step')} ${step.what}`);
  }
  const { label, what, note, place, id, size, kind } = step;
  return h(
    `li${isLast ? '.last' : ''}`,
    null,
    h(
      'span.says',
      null,
      label === '' ? null : h('span.label', null, label),
      what === '' ? null : h(`span.what.${kind === 'landmark' ? 'landmark' : 'plain'}`, null, what),
      id === null ? null : h('span.id', null, `@${id}`),
      place === null ? null : h('span.place', null, place),
      note === null ? null : h('span.note', null, note),
    ),
    size === null
      ? null
      : h(
          'span.size',
          { title: `retains ${bytes(size)}, ${share(size, maxSize)} of the most on this path` },
          bytes(size),
        ),
  );
}

module.exports = { card, empty, foldedPath, pathList };
