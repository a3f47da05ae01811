'use strict';

// An iterator that stopped in the middle keeps the Map, though the Map itself is let go.

class Page {}

function start(track) {
  const pages = new Map();
  for (const name of ['home', 'news', 'about']) pages.set(name, new Page());
  track(pages.get('news'), 'page');
  const iterator = pages.values();
  iterator.next();
  return iterator;
}

exports.cursor = null;
exports.leak = (track) => {
  exports.cursor = start(track);
};
exports.clean = (track) => {
  exports.cursor = start(track);
  while (!exports.cursor.next().done);
};
exports.culprit = [/require cache\s+.*map-iterator\.js/, /exports\.cursor\s+.*Iterator/, /\["news"\]\s+Page/];
