'use strict';

// A proxy keeps the object it stands for.

class Settings {}

const reactive = {};

function wrap(track) {
  reactive.settings = new Proxy(track(new Settings(), 'settings'), {});
}

exports.reactive = reactive;
exports.leak = (track) => wrap(track);
exports.clean = (track) => {
  wrap(track);
  reactive.settings = undefined;
};
exports.culprit = [
  /require cache\s+.*proxy-target\.js/,
  /exports\.reactive\s/,
  /\.settings\s/,
  /target\s+Settings/,
];
