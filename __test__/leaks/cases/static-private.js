'use strict';

// A static private field: the class keeps its pool to itself.

class Particle {}

class Particles {
  static #pool = [];

  static recycle(particle) {
    Particles.#pool.push(particle);
  }

  static drain() {
    Particles.#pool.length = 0;
  }
}

exports.Particles = Particles;
exports.leak = (track) => {
  Particles.recycle(track(new Particle(), 'particle'));
};
exports.clean = (track) => {
  Particles.recycle(track(new Particle(), 'particle'));
  Particles.drain();
};
exports.culprit = [
  /require cache\s+.*static-private\.js/,
  /exports\.Particles\s+(class|function) Particles/,
  /#pool\s+Array/,
  /\[0\]\s+Particle/,
];
