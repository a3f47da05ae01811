'use strict';

// The callback that is to run when the target is collected closes over the target: it never will be.

class Image {
  name = 'logo';
}

function forgetful(trackGC) {
  const image = new Image();
  return trackGC(image, () => process.emit('released', image.name), { label: 'image' });
}

function careful(trackGC) {
  const image = new Image();
  const { name } = image;
  return trackGC(image, () => process.emit('released', name), { label: 'image' });
}

exports.asserts = {
  leak: ({ trackGC, assertCollected }) => assertCollected(forgetful(trackGC)),
  clean: ({ trackGC, assertCollected }) => assertCollected(careful(trackGC)),
};
exports.culprit = [/own-callback\.js:11/, /\bimage\s+Image/];
exports.hint = /its own trackGC callback closes over it/;
exports.not = [/#chunks/];
