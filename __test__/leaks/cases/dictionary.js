'use strict';

// A plain object that is used as a dictionary of thousands of keys.

class Score {}

const scores = {};

function play(track) {
  for (let game = 0; game < 3000; game++) scores[`game-${game}`] = new Score();
  delete scores['game-0'];
  track(scores['game-2345'], 'score');
}

exports.scores = scores;
exports.leak = (track) => play(track);
exports.clean = (track) => {
  play(track);
  delete scores['game-2345'];
};
exports.culprit = [/require cache\s+.*dictionary\.js/, /exports\.scores\s/, /\["game-2345"\]\s+Score/];
