'use strict';

// The bars of issue 3 ("Must reach") and what was measured for them. A bar whose contenders or sizes did not
// run has no value, and is neither met nor missed.

/** gc-tracker's wall over the contender's, at a size. */
const against = (size, contender) => (row) => row(size, contender)?.ratio.wall;

const definitions = [
  { what: 'wall / memlab, 1 GB', bar: 1 / 15, value: against('large', 'memlab') },
  { what: 'wall / DevTools, 1 GB', bar: 1 / 15, value: against('large', 'devtools') },
  { what: 'wall / v8-heap-parser, 300 MB', bar: 1 / 4, value: against('medium', 'v8-heap-parser') },
  { what: 'wall / v8-heap-parser, 1 GB', bar: 1 / 5, value: against('large', 'v8-heap-parser') },
  { what: 'wall / byte scan, 1 GB', bar: 2, aim: 1.3, value: against('large', 'byte-scan') },
  { what: 'peak RSS / file, 1 GB', bar: 1, aim: 0.7, value: (row) => row('large', 'gc-tracker')?.ratio.file },
  { what: 'path only / full, wall, 300 MB', bar: 0.5, value: pathOnly('medium') },
  { what: 'path only / full, wall, 1 GB', bar: 0.5, value: pathOnly('large') },
  { what: 'wall a MB, 1 GB / 300 MB', bar: 1.15, value: growth },
];

function pathOnly(size) {
  return (row) => row(size, 'gc-tracker-path')?.median.wall / row(size, 'gc-tracker')?.median.wall;
}

function growth(row) {
  const ofMedium = row('medium', 'gc-tracker');
  const ofLarge = row('large', 'gc-tracker');
  return ofLarge?.median.wall / ofLarge?.bytes / (ofMedium?.median.wall / ofMedium?.bytes);
}

/** [{ what, bar, aim?, value?, met? }] */
function evaluateBars(tables) {
  const row = (size, contender) => {
    const table = tables.find((one) => one.size === size);
    const found = table?.rows.find((one) => one.contender === contender);
    return found && { ...found, bytes: table.snapshot.bytes };
  };
  return definitions.map(({ what, bar, aim, value }) => {
    const measured = value(row);
    if (!Number.isFinite(measured)) return { what, bar, aim };
    return { what, bar, aim, value: measured, met: measured <= bar };
  });
}

module.exports = { evaluateBars };
