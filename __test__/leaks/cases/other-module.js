'use strict';

// The culprit is in another module, which this one uses when it is needed.

const sessions = () => require('../lib/store.js').sessions;

class Session {}

function open(track) {
  sessions().set('user-1', track(new Session(), 'session'));
}

exports.leak = (track) => open(track);
exports.clean = (track) => {
  open(track);
  sessions().clear();
};
exports.culprit = [/require cache\s+.*lib\/store\.js/, /exports\.sessions\s+Map/, /\["user-1"\]\s+Session/];
