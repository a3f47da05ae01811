'use strict';

const { mock } = require('node:test');
const { login, logout } = require('./sessions.js');

describe('while timers stand still', () => {
  before(() => mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'setImmediate'] }));
  after(() => mock.timers.reset());

  it('leaks', () => {
    login('ada');
  });

  it('passes', () => {
    login('bob');
    logout('bob');
  });
});
