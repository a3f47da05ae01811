'use strict';

// The bars of issue 2 ("Must reach").

const { ratio } = require('../harness/bars.js');

const only = (majors, bar) => (major) => (majors.includes(major) ? bar : undefined);

const bars = [
  {
    what: 'total / old technique',
    bar: 0.35,
    aim: 0.2,
    value: ratio('total', 'old-technique', 'total'),
  },
  {
    what: 'total / FR + token',
    bar: 0.55,
    aim: 0.3,
    value: ratio('total', 'token-fr', 'total'),
  },
  {
    what: 'total / equal FR (1.15 on Node 24)',
    bar: (major) => (major === 24 ? 1.15 : 1),
    aim: 0.6,
    value: ratio('total', 'equal-fr', 'total'),
  },
  {
    what: 'total / bare FR (reported)',
    bar: undefined,
    aim: 1.2,
    value: ratio('total', 'bare-fr', 'total'),
  },
  {
    what: 'full GC, all alive / equal FR',
    bar: 0.55,
    aim: 0.4,
    value: ratio('alive', 'equal-fr', 'pause'),
  },
  {
    what: 'churn elapsed / bare FR',
    bar: (major) => (major >= 26 ? 1.4 : 0.8),
    barText: '0.8*',
    aim: 0.5,
    value: ratio('churn', 'bare-fr', 'elapsed'),
  },
  {
    what: 'churn mean latency / bare FR (Node 20, 24)',
    bar: only([20, 22, 24], 0.15),
    aim: 0.05,
    value: ratio('churn', 'bare-fr', 'mean'),
  },
  {
    what: 'churn peak heap / bare FR (Node 20, 24)',
    bar: only([20, 22, 24], 0.35),
    aim: 0.2,
    value: ratio('churn', 'bare-fr', 'heap'),
  },
  {
    what: 'await-heavy, one tracked / none',
    bar: 1.03,
    aim: 1,
    digits: 3,
    value: (row) => row('await', 'gc-tracker')?.overNone.slowdown,
  },
  {
    what: 'bytes a tracked object (RSS)',
    bar: 200,
    aim: 110,
    digits: 0,
    value: (row) => row('bytes', 'gc-tracker')?.median.bytes,
  },
  {
    what: 'RSS, rounds 3 to 10 at most / round 2',
    bar: 1.05,
    value: (row) => row('memory', 'gc-tracker')?.median.flat,
  },
];

module.exports = { bars };
