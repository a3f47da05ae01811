'use strict';

// Several subscribers a loop, in a Set that only its module knows.

class Subscriber {}

const subscribers = new Set();

function subscribe() {
  const subscriber = new Subscriber();
  subscribers.add(subscriber);
  return () => subscribers.delete(subscriber);
}

exports.leak = () => {
  for (let count = 0; count < 3; count++) subscribe();
};
exports.clean = () => {
  for (let count = 0; count < 3; count++) subscribe()();
};
exports.growth = [
  { name: 'require cache cases/set.js › variable subscribers (Set)', className: 'Subscriber', perLoop: 3 },
];
