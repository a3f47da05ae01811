'use strict';

// What grows is a variable of the test, over which the scenario closes.

exports.scenario = (mode) => {
  const store = new Map();
  let count = 0;
  return () => {
    store.set(count++, { count });
    if (mode === 'clean') store.clear();
  };
};
exports.growth = [{ name: 'scenario › variable store (Map)', className: 'Object', perLoop: 1 }];
