'use strict';

// A poll that nobody stops.

class Monitor {
  checks = 0;
}

function watch(track) {
  const monitor = track(new Monitor(), 'monitor');
  return setInterval(() => {
    monitor.checks++;
  }, 60_000);
}

exports.leak = (track) => {
  watch(track);
};
exports.clean = (track) => {
  clearInterval(watch(track));
};
exports.culprit = [
  /setInterval\s+Timeout/,
  /started at \S*interval\.js:11/,
  /callback/,
  /interval\.js:11/,
  /\bmonitor\s+Monitor/,
];
