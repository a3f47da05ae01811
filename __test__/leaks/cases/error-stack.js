'use strict';

// As long as nobody has read its `stack`, an error keeps each function of it and its `this`.

class Job {
  attempts = 0;

  run() {
    this.attempts++;
    return new Error('job failed');
  }
}

const failures = [];

function execute(track) {
  failures.push(track(new Job(), 'job').run());
}

exports.failures = failures;
exports.leak = (track) => execute(track);
exports.clean = (track) => {
  execute(track);
  for (const { stack } of failures) if (stack === '') throw new Error('no stack');
};
exports.culprit = [
  /require cache\s+.*error-stack\.js/,
  /exports\.failures\s+Array/,
  /\[0\]\s+Error/,
  /stack/,
  /Job/,
];
