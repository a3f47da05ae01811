'use strict';

// One entry among many: it is the one that is named.

class Session {}

const sessions = new Map();

function open(track) {
  for (let user = 0; user < 5000; user++) sessions.set(`user-${user}`, new Session());
  track(sessions.get('user-4321'), 'session');
}

exports.sessions = sessions;
exports.leak = (track) => open(track);
exports.clean = (track) => {
  open(track);
  sessions.delete('user-4321');
};
exports.culprit = [/require cache\s+.*map-large\.js/, /exports\.sessions\s+Map/, /\["user-4321"\]\s+Session/];
