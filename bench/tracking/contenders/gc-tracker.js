'use strict';

// This library, as the documentation says to use it.

const { load } = require('../../harness/checkout.js');

module.exports = (checkout) => {
  const { trackGC } = load(checkout, 'gc-tracker');
  function track(target, callback, label) {
    return label === undefined ? trackGC(target, callback) : trackGC(target, callback, { label });
  }
  return { track };
};
