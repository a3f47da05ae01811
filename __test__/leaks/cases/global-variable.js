'use strict';

// A property of the global object.

class Config {}

function configure(track) {
  globalThis.appConfig = track(new Config(), 'config');
}

exports.leak = (track) => configure(track);
exports.clean = (track) => {
  configure(track);
  delete globalThis.appConfig;
};
exports.culprit = [/global/i, /\bappConfig\s+Config/];
exports.not = [/\[2\]/];
