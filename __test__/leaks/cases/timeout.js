'use strict';

// A timer that is far away: its callback keeps what it closes over.

class Job {}

function schedule(track) {
  const job = track(new Job(), 'job');
  return setTimeout(function expire() {
    job.expired = true;
  }, 3_600_000);
}

exports.leak = (track) => {
  schedule(track);
};
exports.clean = (track) => {
  clearTimeout(schedule(track));
};
exports.culprit = [/tim(er|eout)/i, 'expire', /timeout\.js:9/, /\bjob\s+Job/];
