'use strict';

// A property of module.exports that is assigned anew: the last document stays.

class Document {}

function render(track) {
  exports.lastDocument = track(new Document(), 'document');
}

exports.lastDocument = null;
exports.leak = (track) => render(track);
exports.clean = (track) => {
  render(track);
  exports.lastDocument = null;
};
exports.culprit = [/require cache\s+.*exported-binding\.js/, /exports\.lastDocument\s+Document/];
