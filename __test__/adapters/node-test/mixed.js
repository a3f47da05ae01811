'use strict';

const { afterEach, before, beforeEach, describe, it, test } = require('node:test');
const { trackGC } = require('gc-tracker');
const { allowLeaks } = require('gc-tracker/node-test');
const { login, logout } = require('./sessions.js');

afterEach(() => {
  logout('late');
});

test('passes', () => {
  login('ada');
  logout('ada');
});

test('leaks', () => {
  login('bob');
});

test('fails by itself and leaks', () => {
  login('eve');
  throw new Error('wrong password');
});

test('comes to no end', { timeout: 50 }, () => {
  login('ann');
  // Nothing else keeps the process until the time is over.
  return new Promise((resolve) => setTimeout(resolve, 500));
});

test('may leak', (t) => {
  allowLeaks(t, 'the user stays logged in');
  login('dan');
});

test('does not say why it may leak', (t) => {
  allowLeaks(t);
});

test('passes something else than its context', () => {
  allowLeaks(undefined, 'no context');
});

test('gives its object up', () => {
  trackGC(exports).untrack();
});

test('is cleaned up by a hook of the file', () => {
  login('late');
});

test('is cleaned up by its own hook', (t) => {
  t.after(() => logout('kim'));
  login('kim');
});

test('mocks what it tracks', (t) => {
  const api = { call() {} };
  t.mock.method(api, 'call');
  const request = {};
  trackGC(request);
  api.call(request);
});

test('stops the timers', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'setImmediate'] });
  login('leo');
});

test('leaks inside', async (t) => {
  login('outer');
  await t.test('inner', () => {
    login('inner');
  });
  logout('outer');
});

test('leaks outside', async (t) => {
  await t.test('inner that passes', () => {
    login('inside');
    logout('inside');
  });
  login('outside');
});

test('fails inside, and leaks', async (t) => {
  login('max');
  await t.test('inner that fails', () => {
    throw new Error('wrong user');
  });
});

describe('sessions', () => {
  before(() => {
    login('of the suite');
  });
  beforeEach(() => {
    login('of each');
  });
  afterEach(() => {
    logout('of each');
  });

  it('passes in a suite', () => {});

  it('leaks again, later', async () => {
    await null;
    login('joe');
  });
});

test('is skipped', { skip: true }, () => {});
