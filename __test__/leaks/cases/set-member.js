'use strict';

// A Set of open connections, from which no connection is ever removed.

class Connection {}

class Pool {
  connections = new Set();

  acquire() {
    const connection = new Connection();
    this.connections.add(connection);
    return connection;
  }

  release(connection) {
    this.connections.delete(connection);
  }
}

const pool = new Pool();

exports.pool = pool;
exports.leak = (track) => {
  track(pool.acquire(), 'connection');
};
exports.clean = (track) => {
  pool.release(track(pool.acquire(), 'connection'));
};
exports.culprit = [
  /require cache\s+.*set-member\.js/,
  /exports\.pool\s+Pool/,
  /\.connections\s+Set/,
  'Connection',
];
