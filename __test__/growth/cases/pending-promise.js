'use strict';

// Questions to another service, by number, of which the answers never come: `resolve` waits for ever.

const asked = new Map();
let number = 0;

function ask() {
  const id = number++;
  const answer = new Promise((resolve) => asked.set(id, resolve));
  return { id, answer };
}

exports.asked = asked;
exports.leak = () => {
  ask();
};
exports.clean = async () => {
  const { id, answer } = ask();
  asked.get(id)('yes');
  asked.delete(id);
  await answer;
};
exports.growth = [
  { name: 'require cache cases/pending-promise.js › exports.asked (Map)', className: 'Function', perLoop: 1 },
];
