'use strict';

// An array by numbers that are far apart.

class Player {}

const players = [];

function enter(track) {
  players[40_000_000] = track(new Player(), 'player');
}

exports.players = players;
exports.leak = (track) => enter(track);
exports.clean = (track) => {
  enter(track);
  delete players[40_000_000];
};
exports.culprit = [/require cache\s+.*sparse-array\.js/, /exports\.players\s+Array/, /\[40000000\]\s+Player/];
