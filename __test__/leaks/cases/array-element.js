'use strict';

// A log of requests that is only ever appended to.

class Request {
  constructor(id) {
    this.id = id;
  }
}

const requestLog = [];

function handle(track) {
  for (let id = 0; id < 4; id++) requestLog.push(new Request(id));
  track(requestLog[3], 'request');
}

exports.requestLog = requestLog;
exports.leak = (track) => handle(track);
exports.clean = (track) => {
  handle(track);
  requestLog.length = 0;
};
exports.culprit = [/require cache\s+.*array-element\.js/, /exports\.requestLog\s+Array/, /\[3\]\s+Request/];
