'use strict';

// Nothing but strings: ids that have been seen, in a Set.

const { randomUUID } = require('node:crypto');

const seen = new Set();

function see() {
  const id = randomUUID();
  seen.add(id);
  return id;
}

exports.seen = seen;
exports.leak = () => {
  see();
};
exports.clean = () => {
  seen.delete(see());
};
exports.growth = [
  { name: 'require cache cases/strings.js › exports.seen (Set)', className: 'string', perLoop: 1 },
];
