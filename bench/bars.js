'use strict';

// The bars of issue 2 ("Must reach"), and what was measured for them: a value for each runtime, and
// whether it is met. A bar can differ by Node's major version, or stand for some of them only.

const all = (bar) => () => bar;
const only = (majors, bar) => (major) => (majors.includes(major) ? bar : undefined);

/** Of a scenario's table: gc-tracker's ratio to a contender. */
const against = (metric, contender) => (row) => row(contender)?.ratio[metric];

const definitions = [
  {
    what: 'total / old technique',
    scenario: 'total',
    bar: all(0.35),
    aim: 0.2,
    value: against('total', 'old-technique'),
  },
  {
    what: 'total / FR + token',
    scenario: 'total',
    bar: all(0.55),
    aim: 0.3,
    value: against('total', 'token-fr'),
  },
  {
    what: 'total / equal FR (1.15 on Node 24)',
    scenario: 'total',
    bar: (major) => (major === 24 ? 1.15 : 1),
    aim: 0.6,
    value: against('total', 'equal-fr'),
  },
  {
    what: 'total / bare FR (reported)',
    scenario: 'total',
    bar: all(undefined),
    aim: 1.2,
    value: against('total', 'bare-fr'),
  },
  {
    what: 'full GC, all alive / equal FR',
    scenario: 'alive',
    bar: all(0.55),
    aim: 0.4,
    value: against('pause', 'equal-fr'),
  },
  {
    what: 'churn elapsed / bare FR',
    scenario: 'churn',
    bar: (major) => (major >= 26 ? 1.4 : 0.8),
    barText: '0.8*',
    aim: 0.5,
    value: against('elapsed', 'bare-fr'),
  },
  {
    what: 'churn mean latency / bare FR (Node 20, 24)',
    scenario: 'churn',
    bar: only([20, 22, 24], 0.15),
    aim: 0.05,
    value: against('mean', 'bare-fr'),
  },
  {
    what: 'churn peak heap / bare FR (Node 20, 24)',
    scenario: 'churn',
    bar: only([20, 22, 24], 0.35),
    aim: 0.2,
    value: against('heap', 'bare-fr'),
  },
  {
    what: 'await-heavy, one tracked / none',
    scenario: 'await',
    bar: all(1.03),
    aim: 1,
    digits: 3,
    value: (row) => row('gc-tracker')?.overNone.slowdown,
  },
  {
    what: 'bytes a tracked object (RSS)',
    scenario: 'bytes',
    bar: all(200),
    aim: 110,
    digits: 0,
    value: (row) => row('gc-tracker')?.median.bytes,
  },
  {
    what: 'RSS, rounds 3 to 10 at most / round 2',
    scenario: 'memory',
    bar: all(1.05),
    value: (row) => row('gc-tracker')?.median.flat,
  },
];

/** [{ what, bar, aim, digits, results: [{ runtime, value, bar, met }] }] */
function evaluateBars(tables) {
  return definitions.map(({ what, scenario, bar, barText, aim, digits, value }) => {
    const results = [];
    for (const table of tables.filter((one) => one.scenario === scenario)) {
      const measured = value((name) => table.rows.find(({ contender }) => contender === name));
      const limit = bar(Number(table.version.split('.')[0]));
      if (measured === undefined) continue;
      results.push({ runtime: table.runtime, value: measured, bar: limit, met: limit && measured <= limit });
    }
    return {
      what,
      bar: barText ?? String(bar(26) ?? bar(24) ?? ''),
      aim: String(aim ?? ''),
      digits,
      results,
    };
  });
}

module.exports = { evaluateBars };
