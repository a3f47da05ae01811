'use strict';

// node bench/metrics/run.js [--against DIR] [--reps n]: what metrics cost. DIR is another checkout with its
// addon built, without metrics perhaps: tracking in it and in this one are compared. See README.md.

const { execFile } = require('node:child_process');
const path = require('node:path');
const process = require('node:process');
const { parseArgs, promisify } = require('node:util');
const { install } = require('../../__test__/metrics/place.js');
const { median } = require('../statistics.js');

const root = path.resolve(__dirname, '../..');
const child = path.join(__dirname, 'child.js');

async function measure(name, options) {
  const args = ['--expose-gc', child, name, JSON.stringify(options)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 120_000 });
  return JSON.parse(/^RESULT (.*)$/m.exec(stdout)[1]);
}

/** The medians of the contenders' figures, which take turns. */
async function alternate(name, contenders, reps) {
  const results = contenders.map(() => []);
  for (let rep = 0; rep < reps; rep++) {
    for (const [index, contender] of contenders.entries())
      results[index].push(await measure(name, contender));
  }
  return results.map((some) =>
    Object.fromEntries(Object.keys(some[0]).map((key) => [key, median(some.map((one) => one[key]))])),
  );
}

function print(title, names, rows) {
  console.log(`${title}\n`);
  const keys = Object.keys(rows[0]);
  console.log(['', ...keys].map((text) => text.padStart(12)).join(''));
  rows.forEach((row, index) => {
    console.log(
      [names[index], ...keys.map((key) => row[key].toFixed(1))].map((text) => text.padStart(12)).join(''),
    );
  });
  console.log();
}

async function main() {
  const { values } = parseArgs({ options: { against: { type: 'string' }, reps: { type: 'string' } } });
  const reps = Number(values.reps ?? 7);
  install();
  console.log(`Node.js ${process.version}, medians of ${reps} processes\n`);

  const common = { checkout: root, size: 300_000, rounds: 5 };
  const contenders = [
    { ...common, metrics: false },
    { ...common, metrics: true },
  ];
  const names = ['without', 'with metrics'];
  if (values.against !== undefined) {
    contenders.unshift({ ...contenders[0], checkout: path.resolve(values.against) });
    names.unshift('against');
  }
  print('tracking, ns a target', names, await alternate('tracking', contenders, reps));

  const sizes = [1, 10, 100, 1000];
  const scrapes = await alternate(
    'scrape',
    sizes.map((labels) => ({ labels })),
    reps,
  );
  const rows = scrapes.map(({ read, text }) => ({ read, text }));
  print(
    'a scrape, µs: reading alone, and with the text that prom-client makes; by labels',
    sizes.map(String),
    rows,
  );

  print('OpenTelemetry, ns a value', ['SDK'], await alternate('record', [{}], reps));
}

main();
