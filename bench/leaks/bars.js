'use strict';

// The bars of issue 4 ("Must reach") that are matters of time, and what was measured for them. A bar whose
// contenders did not run has no value, and is neither met nor missed.

/** gc-tracker's time over the contender's, of what a process does first and of what it does later. */
const against = (contender, metric) => (row) => row(contender)?.ratio[metric];

const definitions = [
  ...['small', 'large'].flatMap((size) => [
    {
      what: `garbage, ${size}: / jest, default`,
      scenario: 'pass',
      size,
      bar: 0.1,
      value: against('jest', 'later'),
    },
    {
      what: `garbage, ${size}: / jest, no snapshot`,
      scenario: 'pass',
      size,
      bar: 0.8,
      value: against('jest-plain', 'later'),
    },
    {
      what: `old garbage, ${size}: / jest, no snapshot`,
      scenario: 'pass-old',
      size,
      bar: 0.8,
      value: against('jest-plain', 'later'),
    },
    {
      what: `pinned, ${size}: / jest, default`,
      scenario: 'pass-pinned',
      size,
      bar: 0.1,
      value: against('jest', 'first'),
    },
  ]),
  ...['first', 'later'].map((metric) => ({
    what: `held, small, ${metric}: / jest, default`,
    scenario: 'fail',
    size: 'small',
    bar: 1.5,
    value: against('jest', metric),
  })),
  {
    what: 'allocation after / before a failure',
    scenario: 'speed',
    size: 'small',
    bar: 1.1,
    value: (row) => row('gc-tracker')?.median.slower,
  },
];

/** [{ what, bar, results: [{ runtime, value, met }] }] */
function evaluateBars(tables) {
  return definitions.map(({ what, scenario, size, bar, value }) => {
    const results = [];
    for (const table of tables.filter((one) => one.scenario === scenario && one.size === size)) {
      const measured = value((name) => table.rows.find(({ contender }) => contender === name));
      if (!Number.isFinite(measured)) continue;
      results.push({ runtime: table.runtime, value: measured, met: measured <= bar });
    }
    return { what, bar, results };
  });
}

module.exports = { evaluateBars };
