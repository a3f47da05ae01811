'use strict';

// The human output: a table for each scenario, case and runtime, and the table of bars. Within 100 columns.

const { scenarios } = require('./scenarios/index.js');

const NAME_WIDTH = 15;

function header(command, build, { cores, cpu, memoryGB, platform, date }) {
  return [
    `$ ${command}`,
    `${platform}, ${cores} cores of ${cpu}, ${memoryGB} GB, ${date} UTC, build ${build}`,
    'medians over repetitions; a ratio "x …" is gc-tracker over the other: below 1 gc-tracker is better',
  ].join('\n');
}

function renderTable({ scenario: name, runtime, version, case: oneCase, rows }) {
  const scenario = scenarios.find((one) => one.name === name);
  const columns = columnsOf(scenario.metrics);
  const size = oneCase.size === undefined ? '' : `, ${oneCase.size.toLocaleString('en-US')} objects`;
  const lines = [
    `${name}: ${scenario.title}${size} · ${runtime} (${version})`,
    line(
      '',
      columns.map(({ head }) => head),
      columns,
    ),
    line(
      '',
      columns.map(({ unit }) => unit),
      columns,
    ),
  ];
  for (const row of rows) {
    if (row.problem !== undefined) lines.push(`  ${row.title.padEnd(NAME_WIDTH)} ${row.problem}`);
    else
      lines.push(
        line(
          titleOf(row, oneCase),
          columns.map(({ cell }) => cell(row)),
          columns,
        ),
      );
  }
  return lines.map((text) => text.trimEnd()).join('\n');
}

/** With its own size, where that is not the table's. */
function titleOf({ title, size }, oneCase) {
  return size === oneCase.size ? title : `${title} ${size / 1000}k`;
}

function columnsOf(metrics) {
  const columns = [];
  const add = (head, unit, cell, width) => columns.push({ head, unit, cell, width });
  for (const [key, { unit, digits = 0, hidden }] of Object.entries(metrics)) {
    if (!hidden) add(key, unit, ({ median }) => format(median[key], digits), Math.max(8, key.length));
  }
  for (const [key, { overNone }] of Object.entries(metrics)) {
    if (overNone) add('over none', key, (row) => format(row.overNone[key], 3), 9);
  }
  for (const [key, { ratio }] of Object.entries(metrics)) {
    if (ratio) add(`x ${key}`, '', (row) => format(row.ratio[key], 2), key.length + 2);
  }
  return columns;
}

function line(name, cells, columns) {
  const padded = cells.map((cell, index) => cell.padStart(columns[index].width));
  return `  ${name.padEnd(NAME_WIDTH)} ${padded.join(' ')}`;
}

function format(value, digits) {
  if (typeof value === 'string') return value;
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}

function renderBars(bars, runtimes) {
  const width = 46;
  const lines = [
    'Must reach (issue 2)',
    ['  ', 'what'.padEnd(width), ' ', 'bar'.padStart(6), ' ', 'aim'.padStart(5)]
      .concat(runtimes.map((name) => name.padStart(13)))
      .join(''),
  ];
  for (const { what, bar, aim, digits = 2, results } of bars) {
    const cells = runtimes.map((name) => {
      const result = results.find(({ runtime }) => runtime === name);
      if (result?.value === undefined) return '-'.padStart(13);
      const verdict = result.met === undefined ? '' : result.met ? 'met' : 'MISSED';
      return `${format(result.value, digits)} ${verdict.padEnd(6)}`.padStart(13);
    });
    lines.push(`  ${what.padEnd(width)} ${bar.padStart(6)} ${aim.padStart(5)}${cells.join('')}`);
  }
  return lines.map((text) => text.trimEnd()).join('\n');
}

module.exports = { header, renderTable, renderBars };
