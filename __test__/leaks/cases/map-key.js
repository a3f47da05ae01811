'use strict';

// The target itself is the key of a Map.

class Socket {}

const lastSeen = new Map();

function connect(track) {
  const socket = track(new Socket(), 'socket');
  lastSeen.set(socket, Date.now());
}

exports.lastSeen = lastSeen;
exports.leak = (track) => connect(track);
exports.clean = (track) => {
  connect(track);
  lastSeen.clear();
};
exports.culprit = [/require cache\s+.*map-key\.js/, /exports\.lastSeen\s+Map/, /key/, 'Socket'];
