'use strict';

// Leak assertions: are the targets collected, and if not, what keeps them?

const {
  assertCollected,
  assertNoLeaks,
  checkedOptions,
  explainer,
  requireCollected,
} = require('./assertions.js');
const { findLeaks } = require('./find-leaks.js');
const { addKnownRetainers, checkedKnownRetainers, withCommon } = require('./known-retainers.js');
const { LeakError } = require('./leak-error.js');
const { notExplained } = require('./verdict.js');

module.exports = {
  LeakError,
  addKnownRetainers,
  assertCollected,
  assertNoLeaks,
  checkedOptions,
  checkedKnownRetainers,
  explainer,
  findLeaks,
  notExplained,
  requireCollected,
  withCommon,
};
