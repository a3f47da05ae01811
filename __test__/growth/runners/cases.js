'use strict';

// The tests of all suites, in a runner's own words: one passes, and one fails.

const { assertNoGrowth } = require('gc-tracker');
const { login, logout } = require('./store.js');

module.exports = (test) => {
  test('logs in and out', () => assertNoGrowth(() => logout(login())));
  test('only logs in', () =>
    assertNoGrowth(() => {
      login();
    }));
};
