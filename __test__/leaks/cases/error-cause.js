'use strict';

// A log of errors keeps what the errors refer to.

class Invoice {}

const errors = [];

function pay(track) {
  const invoice = track(new Invoice(), 'invoice');
  const error = new Error('payment refused', { cause: { invoice } });
  errors.push(error);
}

exports.errors = errors;
exports.leak = (track) => pay(track);
exports.clean = (track) => {
  pay(track);
  errors.shift();
};
exports.culprit = [
  /require cache\s+.*error-cause\.js/,
  /exports\.errors\s+Array/,
  /\[0\]\s+Error/,
  /\.cause\s/,
  /\.invoice\s+Invoice/,
];
