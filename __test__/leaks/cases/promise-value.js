'use strict';

// A promise keeps the value that it was fulfilled with.

class Settings {}

async function read(track) {
  return track(new Settings(), 'settings');
}

exports.settings = null;
exports.leak = async (track) => {
  exports.settings = read(track);
  await exports.settings;
};
exports.clean = async (track) => {
  exports.settings = read(track);
  await exports.settings;
  exports.settings = null;
};
exports.culprit = [
  /require cache\s+.*promise-value\.js/,
  /exports\.settings\s+Promise/,
  /value|result|with/,
  /Settings/,
];
