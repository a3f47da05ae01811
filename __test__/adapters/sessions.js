'use strict';

// The program that the suites test. It tracks what it makes, and forgets nobody who does not log out.

const { trackGC } = require('gc-tracker');

const sessions = new Map();

class Session {
  constructor(user) {
    this.user = user;
    trackGC(this, undefined, { label: user });
  }
}

exports.login = (user) => {
  sessions.set(user, new Session(user));
};

exports.logout = (user) => {
  sessions.delete(user);
};
