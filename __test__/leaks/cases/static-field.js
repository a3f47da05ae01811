'use strict';

// A class that counts its instances by keeping them.

class Model {
  static instances = new Set();

  constructor() {
    Model.instances.add(this);
  }

  destroy() {
    Model.instances.delete(this);
  }
}

function create(track) {
  return track(new Model(), 'model');
}

exports.Model = Model;
exports.leak = (track) => {
  create(track);
};
exports.clean = (track) => {
  create(track).destroy();
};
exports.culprit = [
  /require cache\s+.*static-field\.js/,
  /exports\.Model\s+(class|function) Model/,
  /\.instances\s+Set/,
  /Model/,
];
