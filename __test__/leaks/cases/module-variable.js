'use strict';

// A module's variable that is not exported: only the module's functions see it.

class Session {}

const sessions = new Map();

function open(track) {
  sessions.set('user-1', track(new Session(), 'session'));
}

exports.leak = (track) => open(track);
exports.clean = (track) => {
  open(track);
  sessions.clear();
};
exports.culprit = [/module-variable\.js/, /\bsessions\s+Map/, /\["user-1"\]\s+Session/];
