'use strict';

// The scenarios, in the order in which they run. Each exports
//   name, title
//   repetitions       child processes a contender (the default)
//   cases(options)    [{ size?, rounds?, … }]: what is passed to `run`, a table each
//   exact             only contenders that can do the full size (optional)
//   contenders        their names, if not all take part (optional)
//   metrics           the columns, see harness/report.js
//   run(contender, case)     in the child: resolves to { key: number }
//   derive(row, rowOf)       more metrics, see harness/alternate.js (optional)

const scenarios = ['total', 'growth', 'alive', 'bytes', 'churn', 'memory', 'await', 'http'].map((name) =>
  require(`./${name}.js`),
);

module.exports = { scenarios };
