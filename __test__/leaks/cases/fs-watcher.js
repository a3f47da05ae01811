'use strict';

// A file is watched, and nobody closes the watcher.

const { once } = require('node:events');
const fs = require('node:fs');

class Configuration {
  stale = false;
}

function watch(track) {
  const configuration = track(new Configuration(), 'configuration');
  return fs.watch(__filename, function onEdit() {
    configuration.stale = true;
  });
}

exports.leak = (track) => {
  watch(track);
};
exports.clean = async (track) => {
  const watcher = watch(track);
  watcher.close();
  await once(watcher, 'close');
};
exports.culprit = [
  /native handle\s+FSEvent/,
  /FSWatcher\s+running/,
  /started at \S*fs-watcher\.js:14/,
  /change/,
  /onEdit/,
  /fs-watcher\.js:14/,
  /\bconfiguration\s+Configuration/,
];
