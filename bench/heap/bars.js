'use strict';

// The bars of issue 3 ("Must reach").

const { ratio } = require('../harness/bars.js');

/** gc-tracker's wall over the contender's. */
const wall = (size, contender) => ratio(size, contender, 'wall');

const bars = [
  { what: 'wall / memlab, 1 GB', bar: 1 / 15, value: wall('large', 'memlab') },
  { what: 'wall / DevTools, 1 GB', bar: 1 / 15, value: wall('large', 'devtools') },
  { what: 'wall / v8-heap-parser, 300 MB', bar: 1 / 4, value: wall('medium', 'v8-heap-parser') },
  { what: 'wall / v8-heap-parser, 1 GB', bar: 1 / 5, value: wall('large', 'v8-heap-parser') },
  { what: 'wall / byte scan, 1 GB', bar: 2, aim: 1.3, value: wall('large', 'byte-scan') },
  {
    what: 'peak RSS / file, 1 GB',
    bar: 1,
    aim: 0.7,
    value: (row) => row('large', 'gc-tracker')?.median.file,
  },
  { what: 'path only / full, wall, 300 MB', bar: 0.5, value: pathOnly('medium') },
  { what: 'path only / full, wall, 1 GB', bar: 0.5, value: pathOnly('large') },
  { what: 'wall a MB, 1 GB / 300 MB', bar: 1.15, value: growth },
].map((bar) => ({ ...bar, digits: 3 }));

function pathOnly(size) {
  return (row) => row(size, 'gc-tracker-path')?.median.wall / row(size, 'gc-tracker')?.median.wall;
}

function growth(row) {
  return row('medium', 'gc-tracker')?.median.speed / row('large', 'gc-tracker')?.median.speed;
}

module.exports = { bars };
