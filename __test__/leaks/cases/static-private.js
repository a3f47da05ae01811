'use strict';

// A static private field: the class keeps its pool to itself.

class Particle {
  static #pool = [];

  static drain() {
    Particle.#pool.length = 0;
  }

  recycle() {
    Particle.#pool.push(this);
  }
}

function burn(track) {
  track(new Particle(), 'particle').recycle();
}

exports.Particle = Particle;
exports.leak = (track) => burn(track);
exports.clean = (track) => {
  burn(track);
  Particle.drain();
};
exports.culprit = [
  /require cache\s+.*static-private\.js/,
  /exports\.Particle\s+(class|function) Particle/,
  /#pool\s+Array/,
  /\[0\]\s+Particle/,
];
