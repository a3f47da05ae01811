'use strict';

const { load } = require('../../harness/checkout.js');

module.exports = (options, checkout) => {
  const { assertCollected, trackGC } = load(checkout, 'gc-tracker');
  return (target) => {
    const tracked = trackGC(target, undefined, { label: 'target' });
    return async () => {
      try {
        await assertCollected(tracked, options);
        return { held: false };
      } catch (error) {
        if (error.code !== 'ERR_GC_TRACKER_LEAK') throw error;
        return { held: true, path: options.explain === false ? undefined : error.leaks[0].path.length };
      }
    };
  };
};
