'use strict';

// What grows is a variable of the test, over which the scenario closes.

class Row {}

function scenarioOf(clears) {
  const store = new Map();
  let count = 0;
  return () => {
    store.set(`row-${count++}`, new Row());
    if (clears) store.clear();
  };
}

exports.leak = scenarioOf(false);
exports.clean = scenarioOf(true);
exports.growth = [{ name: /variable store \(Map\)$/, className: 'Row', perLoop: 1 }];
