'use strict';

// A chain of 40 siblings: who holds the first one holds the last one.

class Item {
  next = null;
}

class LastItem {}

function chain(track) {
  const first = new Item();
  let last = first;
  for (let count = 1; count < 40; count++) {
    last.next = new Item();
    last = last.next;
  }
  last.next = track(new LastItem(), 'last');
  exports.head = first;
}

exports.head = null;
exports.leak = (track) => chain(track);
exports.clean = (track) => {
  chain(track);
  exports.head = null;
};
exports.culprit = [
  /require cache\s+.*linked-list\.js/,
  /exports\.head\s+Item/,
  /\.next\s+Item/,
  /\d+ more \.next\s+Item/,
  /\.next\s+LastItem/,
];
