'use strict';

// A getter that makes its value once, and keeps it in a variable of its own.

class Connection {}

let factory = null;

function lazy(object, name, make) {
  let made = null;
  Object.defineProperty(object, name, {
    configurable: true,
    enumerable: false,
    get: () => {
      made ??= make();
      return made;
    },
  });
}

function connect(track) {
  lazy(exports, 'connection', () => factory());
  factory = () => new Connection();
  track(exports.connection, 'connection');
}

exports.leak = (track) => connect(track);
exports.clean = (track) => {
  connect(track);
  delete exports.connection;
};
exports.culprit = [
  /require cache\s+.*lazy-getter\.js/,
  /connection/,
  /lazy-getter\.js:1\d/,
  /\bmade\s+Connection/,
];
