'use strict';

// One measurement in a process of its own: { scenario, contender, checkout, case }.

const { answer, ifAvailable } = require('../harness/child.js');
const { load } = require('./contenders/index.js');
const { scenarios } = require('./scenarios/index.js');

answer(async ({ scenario, contender, checkout, case: oneCase }) => {
  const { run } = scenarios.find(({ name }) => name === scenario);
  return run(
    ifAvailable(() => load(contender, checkout)),
    oneCase,
  );
});
