'use strict';

// The human output: a table for each snapshot, and the table of bars. Within 100 columns.

const NAME_WIDTH = 16;
const MB = 1e6;

const columns = [
  { head: 'wall', unit: 'ms', width: 9, cell: ({ median }) => fixed(median.wall, 0) },
  { head: 'CPU', unit: 'ms', width: 9, cell: ({ median }) => fixed(median.cpu, 0) },
  { head: 'peak RSS', unit: 'MB', width: 9, cell: ({ median }) => fixed(median.rss / MB, 0) },
  { head: 'RSS', unit: '/ file', width: 7, cell: ({ ratio }) => fixed(ratio.file, 2) },
  {
    head: 'speed',
    unit: 'MB/s',
    width: 7,
    cell: ({ median }, { bytes }) => fixed(bytes / median.wall / 1e3, 0),
  },
  { head: 'x wall', unit: '', width: 8, cell: ({ ratio }) => fixed(ratio.wall, 3) },
  { head: 'runs', unit: '', width: 5, cell: ({ repetitions }) => String(repetitions.length) },
];

function header(command, build, { cores, cpu, memoryGB, platform, date }) {
  return [
    `$ ${command}`,
    `${platform}, Node ${process.versions.node}, ${cores} cores of ${cpu}, ${memoryGB} GB`,
    `${date} UTC, build ${build}`,
    'medians over runs; "x wall" is gc-tracker over the other: below 1 gc-tracker is faster',
  ].join('\n');
}

function renderTable({ size, snapshot, rows }) {
  const { bytes, nodes, edges, stringBytes } = snapshot;
  const title = `${size}: ${fixed(bytes / MB, 0)} MB, ${grouped(nodes)} nodes, ${grouped(edges)} edges`;
  const lines = [
    `${title}, strings ${fixed(stringBytes / MB, 0)} MB`,
    line(
      '',
      columns.map(({ head }) => head),
    ),
    line(
      '',
      columns.map(({ unit }) => unit),
    ),
  ];
  for (const row of rows) {
    const cells = columns.map(({ cell }) => cell(row, snapshot));
    lines.push(
      row.problem === undefined ? line(row.title, cells) : `  ${row.title.padEnd(NAME_WIDTH)} ${row.problem}`,
    );
  }
  lines.push(agreement(rows));
  return lines.map((text) => text.trimEnd()).join('\n');
}

/** Whether those who counted nodes and retained sizes say the same: that they did the same work. */
function agreement(rows) {
  const said = (key) =>
    rows
      .filter(({ median }) => median.answer?.[key] !== undefined)
      .map(({ title, median }) => ({ title, value: median.answer[key] }));
  const sentence = (all, what) => {
    if (all.length === 0) return '';
    const [{ value }] = all;
    if (all.every((one) => one.value === value)) return `${what}: all say ${grouped(value)}`;
    return `${what}: ${all.map((one) => `${one.title} says ${grouped(one.value)}`).join(', ')}`;
  };
  return `  ${[sentence(said('nodes'), 'nodes'), sentence(said('retained'), 'bytes retained by the root')]
    .filter(Boolean)
    .join('; ')}`;
}

function renderBars(bars) {
  const lines = ['Must reach (issue 3)', row('what', 'bar', 'aim', 'measured')];
  for (const { what, bar, aim, value, met } of bars) {
    const verdict = met === undefined ? '' : met ? ' met' : ' MISSED';
    lines.push(`${row(what, fixed(bar, 3), fixed(aim, 1), fixed(value, 3))}${verdict}`);
  }
  return lines.join('\n');

  function row(...cells) {
    const [first, ...others] = cells;
    return `  ${first.padEnd(34)}${others.map((cell) => cell.padStart(10)).join('')}`;
  }
}

function line(name, cells) {
  return `  ${name.padEnd(NAME_WIDTH)}${cells.map((cell, index) => cell.padStart(columns[index].width)).join('')}`;
}

function fixed(value, digits) {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}

function grouped(number) {
  return number.toLocaleString('en-US');
}

module.exports = { header, renderTable, renderBars };
