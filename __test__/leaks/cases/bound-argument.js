'use strict';

// A function that was bound to its first argument.

class Order {}

const cleanups = [];

function ship(order) {
  order.shipped = true;
}

function place(track) {
  cleanups.push(ship.bind(null, track(new Order(), 'order')));
}

exports.cleanups = cleanups;
exports.leak = (track) => place(track);
exports.clean = (track) => {
  place(track);
  for (const cleanup of cleanups.splice(0)) cleanup();
};
exports.culprit = [
  /require cache\s+.*bound-argument\.js/,
  /exports\.cleanups\s+Array/,
  /\[0\]/,
  /bound/,
  /ship/,
  /argument/,
  /Order/,
];
