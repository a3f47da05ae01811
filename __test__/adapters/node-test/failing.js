'use strict';

const { describe, it, test } = require('node:test');
const { login } = require('./sessions.js');

// Before any test, and so no test's.
login('root');

test('logs in', () => {
  login('ada');
});

describe('sessions', () => {
  it('end', async () => {
    await null;
    login('bob');
    login('cy');
  });
});
