'use strict';

// Sessions by a key that is new each time, in a Map that a module exports.

class Session {
  constructor(user) {
    this.user = user;
  }
}

const sessions = new Map();
let count = 0;

function login() {
  const user = `user-${count++}`;
  sessions.set(user, new Session(user));
  return user;
}

exports.sessions = sessions;
exports.leak = () => {
  login();
};
exports.clean = () => {
  sessions.delete(login());
};
exports.growth = [
  { name: 'require cache cases/map.js › exports.sessions (Map)', className: 'Session', perLoop: 1 },
];
