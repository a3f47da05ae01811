'use strict';

// Functions of one scope share its variables: the one that is kept keeps what only the other one uses.

class Report {
  lines = [];
}

function prepare(track) {
  const report = track(new Report(), 'report');
  const title = `report ${Date.now()}`;
  const print = () => report.lines.join('\n');
  print();
  return () => title;
}

exports.title = null;
exports.leak = (track) => {
  exports.title = prepare(track);
};
exports.clean = (track) => {
  exports.title = prepare(track)();
};
exports.culprit = [
  /require cache\s+.*shared-context\.js/,
  /exports\.title\s+function/,
  /shared-context\.js:14/,
  /\breport\s+Report/,
];
