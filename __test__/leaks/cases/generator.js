'use strict';

// A generator that stopped in the middle, and is kept.

class Page {
  rows = [1, 2, 3];
}

function* rows(track) {
  const page = track(new Page(), 'page');
  for (const row of page.rows) {
    yield row + page.rows.length;
  }
}

function first(track) {
  exports.feed = rows(track);
  exports.feed.next();
}

exports.feed = null;
exports.leak = (track) => first(track);
exports.clean = (track) => {
  first(track);
  exports.feed.return();
};
exports.culprit = [
  /require cache\s+.*generator\.js/,
  /exports\.feed\s+/,
  /\brows\b/,
  /generator\.js:12/,
  /\bpage\s+Page/,
];
exports.hint = /held only by variable page of generator rows/;
