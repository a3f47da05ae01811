'use strict';

// Tests that run at the same time, in a suite and inside a test.

const { afterEach, before, beforeEach, describe, it, test } = require('node:test');
const { setTimeout: wait } = require('node:timers/promises');
const { allowLeaks } = require('gc-tracker/node-test');
const { login, logout } = require('./sessions.js');

/** Resolves when so many tests have come here. */
function meeting(count) {
  let open;
  const all = new Promise((resolve) => {
    open = resolve;
  });
  return () => {
    if (--count === 0) open();
    return all;
  };
}

describe('in a suite', { concurrency: true }, () => {
  const meet = meeting(3);

  before(() => {
    login('of the suite');
  });
  beforeEach((t) => {
    login(`for ${t.name}`);
  });
  afterEach((t) => {
    logout(`for ${t.name}`);
  });

  it('passes', async () => {
    await meet();
    login('ada');
    await wait(1);
    logout('ada');
  });

  it('leaks', async () => {
    await meet();
    login('bob');
  });

  it('passes, slowly', async () => {
    await meet();
    for (let round = 0; round < 20; round++) {
      login('cy');
      await wait(1);
    }
    logout('cy');
  });
});

describe('of which one fails', { concurrency: true }, () => {
  const meet = meeting(2);

  it('fails', async () => {
    await meet();
    throw new Error('wrong password');
  });

  it('leaks, or the other one', async () => {
    await meet();
    login('dan');
  });
});

describe('of which one may leak', { concurrency: true }, () => {
  const meet = meeting(2);

  it('may leak', async (t) => {
    allowLeaks(t, 'the user stays logged in');
    await meet();
  });

  it('leaks as well, or not', async () => {
    await meet();
    login('gus');
  });
});

test('in a test', { concurrency: true }, async (t) => {
  const meet = meeting(2);
  const tests = [
    t.test('passes inside', async () => {
      await meet();
      login('eve');
      await null;
      logout('eve');
    }),
    t.test('leaks inside', async () => {
      await meet();
      login('flo');
    }),
  ];
  login('of the outer test');
  await Promise.all(tests);
  logout('of the outer test');
});
