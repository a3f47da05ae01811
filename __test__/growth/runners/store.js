'use strict';

// The program that the suites test: it remembers everybody who has logged in.

const sessions = new Map();
let count = 0;

class Session {}

exports.login = () => {
  const user = `user-${count++}`;
  sessions.set(user, new Session());
  return user;
};

exports.logout = (user) => {
  sessions.delete(user);
};
