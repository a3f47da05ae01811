'use strict';

// The sections on the largest holders and on the classes of the last snapshot. The rows of the program's own classes unfold
// to the retaining paths of their objects.

const { h } = require('./dom.js');
const { card, foldedPath } = require('./components.js');
const { bytes, count, share } = require('../../util/numbers.js');

const COLUMNS = [
  { title: 'Class', value: ({ name }) => name.toLowerCase(), firstOrder: 'ascending' },
  { title: 'Objects', value: ({ count: number }) => number, number: true },
  { title: 'Shallow', value: ({ shallowSize }) => shallowSize, number: true, wide: true },
  { title: 'Retained', value: ({ retainedSize }) => retainedSize, number: true },
];

function holdersSection({ holders, size }) {
  if (holders.length === 0) return null;
  const item = ({ what, id, size: held, typical, path }) =>
    h(
      'article.holder',
      null,
      h(
        'div.head',
        null,
        h('b', null, `${what} @${id}`),
        h(
          'span.muted',
          null,
          ` holds ${bytes(held)} (${share(held, size)})${typical === null ? '' : `, in objects like ${typical}`}`,
        ),
      ),
      foldedPath(path),
    );
  return card('holders', 'What holds most', holders.map(item));
}

function classesSection({ classes, size }) {
  const body = h('tbody');
  const headers = [];
  let order = { column: COLUMNS[3], direction: 'descending' };
  const rows = new Map(classes.map((one, index) => [one, classRows(one, index, size)]));
  const filter = h('input', {
    type: 'search',
    placeholder: 'Filter by name',
    'aria-label': 'Filter classes by name',
    oninput: () => fill(),
  });
  const fill = () => {
    const { value } = order.column;
    const wanted = filter.value.trim().toLowerCase();
    const sign = order.direction === 'ascending' ? 1 : -1;
    const compare = (a, b) => (value(a) < value(b) ? -sign : value(a) > value(b) ? sign : 0);
    const shown = classes.filter(({ name }) => name.toLowerCase().includes(wanted)).sort(compare);
    body.replaceChildren(...shown.flatMap((one) => rows.get(one)));
    for (const [index, column] of COLUMNS.entries()) {
      headers[index].setAttribute('aria-sort', column === order.column ? order.direction : 'none');
    }
  };
  for (const column of COLUMNS) {
    const firstOrder = column.firstOrder ?? 'descending';
    const sort = () => {
      const opposite = order.direction === 'ascending' ? 'descending' : 'ascending';
      order = { column, direction: order.column === column ? opposite : firstOrder };
      fill();
    };
    const classNames = `${column.number ? '.number' : ''}${column.wide ? '.wide' : ''}`;
    headers.push(
      h(
        `th${classNames}`,
        { scope: 'col' },
        h('button.sort', { type: 'button', onclick: sort }, column.title),
      ),
    );
  }
  fill();
  return card(
    'classes',
    'Classes and why their objects are alive',
    h(
      'p.muted',
      null,
      'A path leads from what stays as long as the program to the object; on its right is what each step retains. Where there is no size, another path leads around the step.',
    ),
    filter,
    h('div.scroll', null, h('table.classes', null, h('thead', null, h('tr', null, headers)), body)),
  );
}

/** The row of a class, and the row below it that it unfolds, if any. */
function classRows(one, index, size) {
  const { name, isOwn, count: number, shallowSize, retainedSize, pathGroups } = one;
  const isFolded = pathGroups.length > 0;
  const id = `paths-${index}`;
  const below = isFolded ? h('tr.ways', { id, hidden: true }) : null;
  const unfold = (event) => {
    if (below.childElementCount === 0) below.append(h('td', { colspan: '4' }, pathGroups.map(groupItem)));
    below.hidden = !below.hidden;
    event.currentTarget.setAttribute('aria-expanded', String(!below.hidden));
  };
  const title = isFolded
    ? h(
        'button.unfold',
        { type: 'button', 'aria-expanded': 'false', 'aria-controls': id, onclick: unfold },
        name,
      )
    : h('span.flat', null, name);
  const bar = h('span.share');
  bar.style.width = `${Math.min(100, (retainedSize / size) * 100).toFixed(1)}%`;
  const row = h(
    `tr${isOwn ? '.own' : ''}`,
    null,
    h('th', { scope: 'row' }, title),
    h('td.number', null, count(number)),
    h('td.number.wide', null, bytes(shallowSize)),
    h('td.number', null, bytes(retainedSize), h('span.shares', { 'aria-hidden': 'true' }, bar)),
  );
  return below === null ? [row] : [row, below];
}

function groupItem({ count: number, of, id, what, size, path }, index) {
  const others = number === 1 ? '' : `, and ${count(number - 1)} of the ${count(of)} largest in the same way`;
  const head = h(
    'div.head',
    null,
    h('b', null, `${what} @${id}`),
    h('span.muted', null, ` ${bytes(size)}${others}`),
  );
  return h('div.way', null, head, foldedPath(path, { open: index === 0 }));
}

module.exports = { classesSection, holdersSection };
