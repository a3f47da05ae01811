'use strict';

// `once` for an event that does not come.

const { EventEmitter } = require('node:events');

class Client {
  ready = false;
}

class Database extends EventEmitter {}

const database = new Database();

function connect(track) {
  const client = track(new Client(), 'client');
  database.once('connected', function onConnected() {
    client.ready = true;
  });
}

exports.database = database;
exports.leak = (track) => connect(track);
exports.clean = (track) => {
  connect(track);
  database.emit('connected');
};
exports.culprit = [
  /require cache\s+.*emitter-once\.js/,
  /exports\.database\s+Database/,
  /connected/,
  /onConnected/,
  /emitter-once\.js:17/,
  /\bclient\s+Client/,
];
