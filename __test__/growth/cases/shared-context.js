'use strict';

// Closures of one function share their variables: each thing's method keeps the thing before it, which only a function
// that nobody calls uses.

let thing = null;

class Payload {
  bytes = new Array(100).fill(0);
}

function replace(isLeak) {
  const original = thing;
  const unused = () => original;
  thing = { payload: new Payload(), method: isLeak ? () => 'done' : finish, unused: null };
  return unused;
}

function finish() {}

exports.leak = () => {
  replace(true);
};
exports.clean = () => {
  replace(false);
};
exports.growth = [
  {
    name: 'require cache cases/shared-context.js › variable thing › .method › variable original',
    className: 'Object',
    perLoop: 1,
  },
];
