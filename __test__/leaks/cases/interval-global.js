'use strict';

// An interval that a global variable has: to clear the variable does not stop it.

class Feed {
  polls = 0;
}

function poll(track) {
  const feed = track(new Feed(), 'feed');
  globalThis.newsTimer = setInterval(() => {
    feed.polls++;
  }, 60_000);
}

exports.leak = (track) => poll(track);
exports.clean = (track) => {
  poll(track);
  clearInterval(globalThis.newsTimer);
};
exports.culprit = [/\.newsTimer\s+Timeout\s+running/, /callback/, /\bfeed\s+Feed/];
