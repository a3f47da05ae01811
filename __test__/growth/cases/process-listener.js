'use strict';

// A pool that wants to be closed at the end of the process, made for each report.

class Pool {
  close() {}
}

process.setMaxListeners(0);

function report() {
  const pool = new Pool();
  const close = () => pool.close();
  process.on('SIGTERM', close);
  return close;
}

exports.leak = () => {
  report();
};
exports.clean = () => {
  process.off('SIGTERM', report());
};
exports.growth = [{ name: 'process › listener of "SIGTERM"', className: 'Function', perLoop: 1 }];
