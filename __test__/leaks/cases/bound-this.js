'use strict';

// A bound method keeps the object it is bound to.

class Player {
  pause() {
    this.paused = true;
  }
}

const shortcuts = {};

function install(track) {
  const player = track(new Player(), 'player');
  shortcuts.space = player.pause.bind(player);
}

exports.shortcuts = shortcuts;
exports.leak = (track) => install(track);
exports.clean = (track) => {
  install(track);
  delete shortcuts.space;
};
exports.culprit = [
  /require cache\s+.*bound-this\.js/,
  /exports\.shortcuts\s/,
  /\.space\s/,
  /bound/,
  /pause/,
  /this\s+Player/,
];
