'use strict';

// What holds most, and the classes of the last snapshot; the rows of the program's own unfold to the ways in which their
// objects are held.

const { h } = require('./dom.js');
const { card, foldedPath } = require('./parts.js');
const { bytes, count, share } = require('../../util/numbers.js');

const COLUMNS = [
  { title: 'Class', value: ({ name }) => name.toLowerCase(), first: 'ascending' },
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
    const first = column.first ?? 'descending';
    const sort = () => {
      const other = order.direction === 'ascending' ? 'descending' : 'ascending';
      order = { column, direction: order.column === column ? other : first };
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

/** The row of a class, and below it the one that it unfolds. */
function classRows(one, index, size) {
  const { name, isOwn, count: number, shallowSize, retainedSize, ways } = one;
  const isFolded = ways.length > 0;
  const id = `ways-${index}`;
  const below = isFolded ? h('tr.ways', { id, hidden: true }) : null;
  const unfold = (event) => {
    if (below.childElementCount === 0) below.append(h('td', { colspan: '4' }, ways.map(wayItem)));
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

function wayItem({ count: number, of, id, what, size, path }, index) {
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
