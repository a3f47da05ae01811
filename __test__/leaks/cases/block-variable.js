'use strict';

// What a block declares beside a counter: a snapshot lists both names, but the counter, a small integer, is not in it.

class Connection {
  open = true;
}

function prepare(track) {
  for (const host of ['example.org']) {
    let used = 0;
    const connection = track(new Connection(), 'connection');
    return () => (connection.open ? [host, used++] : null);
  }
}

exports.next = null;
exports.leak = (track) => {
  exports.next = prepare(track);
};
exports.clean = (track) => {
  exports.next = prepare(track);
  exports.next = null;
};
exports.culprit = [
  /require cache\s+.*block-variable\.js/,
  /exports\.next\s+function/,
  /block-variable\.js:13/,
  /variable connection\s+Connection/,
];
