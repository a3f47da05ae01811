'use strict';

// Random numbers that are the same for the same seed (mulberry32), so that every trace can be made again.

class Random {
  #state;
  #spare;

  constructor(seed) {
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
    for (let i = 0; i < 4; i++) this.uniform();
  }

  /** From `low` up to `high`. */
  uniform(low = 0, high = 1) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let bits = this.#state;
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return low + (high - low) * (((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32);
  }

  /** From `low` up to `high`, uniform in the logarithm: as many between 1 and 2 as between 10 and 20. */
  logUniform(low, high) {
    return Math.exp(this.uniform(Math.log(low), Math.log(high)));
  }

  /** Mean 0, standard deviation 1 (Box and Muller). */
  normal() {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  exponential(mean) {
    return -mean * Math.log(1 - this.uniform());
  }

  chance(probability) {
    return this.uniform() < probability;
  }
}

module.exports = { Random };
