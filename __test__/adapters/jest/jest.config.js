'use strict';

module.exports = {
  setupFilesAfterEnv: ['gc-tracker/jest'],
  testRegex: '\\.suite\\.js$',
  // Explaining a leak takes longer than jest waits for, on a busy machine.
  testTimeout: 60_000,
};
