'use strict';

// The operations that are timed on a module and an image of it.

const operations = {
  'new Image, delete()': (leaky) => new leaky.Image(1, 1).delete(),
  'crop() and delete() of a handle': (_, image) => image.crop(1, 1).delete(),
  'new Image, never deleted': (leaky) => void new leaky.Image(1, 1),
  '_malloc, _free': (leaky) => leaky._free(leaky._malloc(16)),
  'a method that returns a number': (_, image) => image.width(),
};

module.exports = { operations };
