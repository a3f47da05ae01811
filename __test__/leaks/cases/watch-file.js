'use strict';

// A file is watched by polling, and nobody ends that.

const fs = require('node:fs');

class Configuration {
  stale = false;
}

function watch(track) {
  const configuration = track(new Configuration(), 'configuration');
  fs.watchFile(__filename, { persistent: false }, function onChange() {
    configuration.stale = true;
  });
}

exports.leak = (track) => {
  watch(track);
};
exports.clean = (track) => {
  watch(track);
  fs.unwatchFile(__filename);
};
exports.culprit = [
  /StatWatcher\s+running/,
  /started at \S*watch-file\.js:13/,
  /listener of "change"/,
  /onChange/,
  /\bconfiguration\s+Configuration/,
];
