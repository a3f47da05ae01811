'use strict';

// A Map of the module that nobody empties.

class Session {}

const sessions = new Map();

function open(track) {
  const session = new Session();
  sessions.set('user-1', session);
  track(session, 'session');
}

exports.sessions = sessions;
exports.leak = (track) => open(track);
exports.clean = (track) => {
  open(track);
  sessions.delete('user-1');
};
exports.culprit = [/require cache\s+.*map-entry\.js/, /exports\.sessions\s+Map/, /\["user-1"\]\s+Session/];
