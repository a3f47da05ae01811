'use strict';

// An interface that reads lines of a stream, and nobody closes it.

const readline = require('node:readline');

class Session {
  lines = 0;
}

async function read(track) {
  const session = track(new Session(), 'session');
  const lines = readline.createInterface({ input: process.stdin });
  lines.on('line', function onLine() {
    session.lines++;
  });
  return lines;
}

exports.leak = async (track) => {
  await read(track);
};
exports.clean = async (track) => {
  (await read(track)).close();
};
exports.culprit = [/running\s+Interface/, /listener of "line"/, /onLine/, /\bsession\s+Session/];
