'use strict';

// The human output: a head, a table for each thing measured, and the table of bars.
//
// A table is { id, title, runtime, version, metrics, rows, notes? }, and a metric, which is a column, { head?, unit?,
// digits?, format?, hidden?, ratio?, overNone? }: `format(number)` replaces `digits`; with `ratio` or `overNone` there
// is a column more, of gc-tracker's figure over the row's, or of the row's over that of `none`.

function renderHead(command, builds, about, { cores, cpu, memoryGB, platform, date }) {
  return [
    `$ ${command}`,
    `${platform}, ${cores} cores of ${cpu}, ${memoryGB} GB, ${date} UTC`,
    Object.entries(builds)
      .map(([name, build]) => `${name} ${build}`)
      .join(', '),
    about,
  ].join('\n');
}

function renderTable({ title, runtime, version, metrics, rows, notes = [], seconds }) {
  const columns = columnsOf(metrics);
  const lines = [
    ['', ...columns.map(({ head }) => head)],
    ['', ...columns.map(({ unit }) => unit)],
    ...rows.map((row) =>
      row.problem === undefined ? [row.title, ...columns.map(({ cell }) => cell(row))] : [row.title],
    ),
  ];
  const isEmpty = (cells) => cells.every((cell) => cell === '');
  const aligned = align(lines, ['', '', ...rows.map(({ problem }) => problem ?? '')]);
  const head = [title, ...(runtime ? [`${runtime} (${version})`] : []), `${seconds} s`].join(' · ');
  return [
    head,
    ...aligned.filter((_, index) => !isEmpty(lines[index])),
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}

function columnsOf(metrics) {
  const all = Object.entries(metrics).map(([key, metric]) => ({ key, head: key, unit: '', ...metric }));
  return [
    ...all
      .filter(({ hidden }) => !hidden)
      .map(({ key, head, unit, ...how }) => ({ head, unit, cell: ({ median }) => textOf(median[key], how) })),
    ...all
      .filter(({ overNone }) => overNone)
      .map(({ key, head }) => ({
        head: 'over none',
        unit: head,
        cell: (row) => textOf(row.overNone[key], { digits: 3 }),
      })),
    ...all
      .filter(({ ratio }) => ratio)
      .map(({ key, head }) => ({
        head: `x ${head}`,
        unit: '',
        cell: (row) => textOf(row.ratio[key], { digits: 3 }),
      })),
  ];
}

function renderBars(title, bars, runtimes) {
  const aims = bars.some(({ aim }) => aim !== undefined);
  const lines = [['what', 'bar', ...(aims ? ['aim'] : []), ...runtimes]];
  for (const { what, bar, aim, digits = 2, results } of bars) {
    const cells = runtimes.map((name) => {
      const result = results.find(({ runtime }) => runtime === name);
      if (result === undefined) return '-      ';
      const verdict = result.met === undefined ? '' : result.met ? 'met' : 'MISSED';
      return `${result.value.toFixed(digits)} ${verdict.padEnd(6)}`;
    });
    lines.push([what, short(bar), ...(aims ? [short(aim)] : []), ...cells]);
  }
  return [title, ...align(lines)].join('\n');
}

/** Lines of cells in columns, the first to the left, the others to the right; and a text at the end of a line. */
function align(lines, ends = []) {
  const widths = [];
  for (const cells of lines) {
    for (const [index, cell] of cells.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return lines.map((cells, line) => {
    const padded = cells.map((cell, index) => cell[index === 0 ? 'padEnd' : 'padStart'](widths[index]));
    return ['', ...padded, ends[line] ?? ''].join('  ').trimEnd();
  });
}

function textOf(value, { digits = 0, format = (number) => number.toFixed(digits) }) {
  if (typeof value === 'string') return value;
  return Number.isFinite(value) ? format(value) : '-';
}

/** At most three digits. */
function short(bar) {
  return typeof bar === 'number' ? String(Number(bar.toFixed(3))) : (bar ?? '');
}

module.exports = { renderBars, renderHead, renderTable };
