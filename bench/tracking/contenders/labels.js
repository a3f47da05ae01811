'use strict';

// Live and collected counters by label, for the contenders written by hand.

const counters = new Map();
let recent = count(undefined);

function count(label) {
  const fresh = { label, live: 0, collected: 0 };
  counters.set(label, fresh);
  return fresh;
}

/** The counters of that label, made when it is new. */
function countersOf(label) {
  if (recent.label !== label) recent = counters.get(label) ?? count(label);
  return recent;
}

module.exports = { countersOf };
