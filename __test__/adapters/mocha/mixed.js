'use strict';

const assert = require('node:assert');
const { assertNoLeaks, trackGC } = require('gc-tracker');
const { allowLeaks } = require('gc-tracker/mocha');
const { login, logout } = require('./sessions.js');

afterEach(() => {
  logout('late');
});

describe('sessions', () => {
  let failures = 0;

  before(() => {
    login('of the suite');
  });

  it('passes', () => {
    login('ada');
    logout('ada');
  });

  it('leaks', () => {
    login('bob');
  });

  it('fails by itself and leaks', () => {
    login('eve');
    throw new Error('wrong password');
  });

  it('may leak', function () {
    allowLeaks(this, 'the user stays logged in');
    login('dan');
  });

  it('is cleaned up by a hook of the file', () => {
    login('late');
  });

  it('gives its object up', () => {
    trackGC(exports).untrack();
  });

  it('expects a leak itself', async () => {
    const leaking = (track) => {
      exports.kept = track({});
    };
    await assert.rejects(assertNoLeaks(leaking), { code: 'ERR_GC_TRACKER_LEAK' });
  });

  it('leaks when it is skipped', function () {
    login('sue');
    this.skip();
  });

  it('leaks only when it fails', function () {
    this.retries(1);
    if (failures++ > 0) return;
    login('tom');
    throw new Error('try again');
  });

  it('comes to no end', (_done) => {
    login('ann');
  }).timeout(50);

  it('does not say why it may leak', function () {
    allowLeaks(this);
  });

  it('has no this', () => {
    allowLeaks(undefined, 'an arrow function');
  });

  it('leaks again, later', async () => {
    await null;
    login('joe');
  });

  describe('whose hook fails', () => {
    afterEach(() => {
      throw new Error('cannot clean up');
    });

    it('leaks', () => {
      login('kim');
    });
  });

  it('is pending');
});
