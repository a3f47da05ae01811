'use strict';

// Promise.all keeps the values that are there already until the last promise is settled.

class Row {}

let stop;
const stopped = new Promise((resolve) => {
  stop = resolve;
});

function query(track) {
  Promise.all([Promise.resolve(track(new Row(), 'row')), stopped]);
}

exports.stopped = stopped;
exports.leak = async (track) => query(track);
exports.clean = async (track) => {
  query(track);
  stop();
  await stopped;
};
exports.culprit = [/require cache\s+.*promise-all\.js/, /exports\.stopped\s+Promise/, /then|pending/, /Row/];
