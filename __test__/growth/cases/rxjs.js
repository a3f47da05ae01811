'use strict';

// Subscriptions to a subject of the whole program that are not ended with the component that made them.

const { Subject } = require('../../packages/require-pinned.js')('rxjs');
const { map } = require('../../packages/require-pinned.js')('rxjs/operators');

const prices = new Subject();

function show() {
  return prices.pipe(map((price) => price * 2)).subscribe(() => {});
}

exports.prices = prices;
exports.leak = () => {
  show();
};
exports.clean = () => {
  show().unsubscribe();
};
exports.growth = [
  {
    name: 'require cache cases/rxjs.js › exports.prices › .observers (Array)',
    className: /Subscriber/,
    perLoop: 1,
  },
];
