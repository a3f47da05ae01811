'use strict';

// The human output: a table for each scenario, heap and runtime, and the table of bars. Within 100 columns.

const NAME_WIDTH = 20;
const CELL_WIDTH = 12;
const BAR_WIDTH = 40;

function header(command, build, { cores, cpu, memoryGB, platform, date }) {
  return [
    `$ ${command}`,
    `${platform}, ${cores} cores of ${cpu}, ${memoryGB} GB, ${date} UTC, build ${build}`,
    'medians over processes; a ratio "x …" is gc-tracker over the other: below 1 gc-tracker is faster',
  ].join('\n');
}

function renderTable({ scenario, title, size, runtime, version, metrics, rows }) {
  const keys = Object.keys(metrics);
  const ratios = keys.filter((key) => metrics[key].ratio);
  const heap = rows.find(({ median }) => median.heap !== undefined)?.median.heap;
  const lines = [
    `${scenario}: ${title} · heap ${fixed(heap / 1e6, 0)} MB (${size}) · ${runtime} (${version})`,
    line('', [...keys, ...ratios.map((key) => `x ${key}`)]),
    line(
      '',
      keys.map((key) => metrics[key].unit),
    ),
  ];
  for (const { title: name, problem, median, ratio } of rows) {
    const cells = keys.map((key) => fixed(median[key], metrics[key].digits));
    lines.push(
      problem === undefined
        ? line(name, [...cells, ...ratios.map((key) => fixed(ratio[key], 3))])
        : `  ${name.padEnd(NAME_WIDTH)} ${problem}`,
    );
  }
  return lines.join('\n');
}

function renderBars(bars, runtimes) {
  const lines = [
    'Must reach (issue 4)',
    `  ${'what'.padEnd(BAR_WIDTH)}${'bar'.padStart(6)}${runtimes.map(({ name }) => name.padStart(14)).join('')}`,
  ];
  for (const { what, bar, results } of bars) {
    const cells = runtimes.map(({ name }) => {
      const result = results.find(({ runtime }) => runtime === name);
      if (result === undefined) return '-'.padStart(14);
      return `${fixed(result.value, 3)} ${result.met ? 'met   ' : 'MISSED'}`.padStart(14);
    });
    lines.push(`  ${what.padEnd(BAR_WIDTH)}${String(bar).padStart(6)}${cells.join('')}`);
  }
  return lines.map((text) => text.trimEnd()).join('\n');
}

function line(name, cells) {
  return `  ${name.padEnd(NAME_WIDTH)} ${cells.map((cell) => cell.padStart(CELL_WIDTH)).join('')}`.trimEnd();
}

function fixed(value, digits) {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}

module.exports = { header, renderTable, renderBars };
