'use strict';

// What grows is a variable of the test, over which the scenario closes.

class Row {}

exports.scenario = (mode) => {
  const store = new Map();
  let count = 0;
  return () => {
    store.set(`row-${count++}`, new Row());
    if (mode === 'clean') store.clear();
  };
};
exports.growth = [{ name: 'scenario › variable store (Map)', className: 'Row', perLoop: 1 }];
