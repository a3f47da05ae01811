'use strict';

// The bars of issue 4 ("Must reach") that are about time.

const { ratio } = require('../harness/bars.js');

const bars = [
  ...['small', 'large'].flatMap((size) => [
    {
      what: `garbage, ${size}: / jest, default`,
      bar: 0.1,
      value: ratio(`pass ${size}`, 'jest', 'later'),
    },
    {
      what: `garbage, ${size}: / jest, no snapshot`,
      bar: 0.8,
      value: ratio(`pass ${size}`, 'jest-plain', 'later'),
    },
    {
      what: `old garbage, ${size}: / jest, no snapshot`,
      bar: 0.8,
      value: ratio(`pass-old ${size}`, 'jest-plain', 'later'),
    },
    {
      what: `pinned, ${size}: / jest, default`,
      bar: 0.1,
      value: ratio(`pass-pinned ${size}`, 'jest', 'first'),
    },
  ]),
  ...['first', 'later'].map((metric) => ({
    what: `held, small, ${metric}: / jest, default`,
    bar: 1.5,
    value: ratio('fail small', 'jest', metric),
  })),
  {
    what: 'allocation after / before a failure',
    bar: 1.1,
    value: (row) => row('speed small', 'gc-tracker')?.median.slower,
  },
].map((bar) => ({ ...bar, digits: 3 }));

module.exports = { bars };
