'use strict';

// An async generator that is asked once, and kept.

class Cursor {
  position = 0;
}

async function* records(track) {
  const cursor = track(new Cursor(), 'cursor');
  while (true) {
    yield cursor.position++;
  }
}

async function peek(track) {
  exports.stream = records(track);
  await exports.stream.next();
}

exports.stream = null;
exports.leak = (track) => peek(track);
exports.clean = async (track) => {
  await peek(track);
  await exports.stream.return();
};
exports.culprit = [
  /require cache\s+.*async-generator\.js/,
  /exports\.stream\s+/,
  /\brecords\b/,
  /async-generator\.js:12/,
  /\bcursor\s+Cursor/,
];
exports.hint = /held only by variable cursor of .*generator records/;
