'use strict';

// The changes of a size, the oldest first. It is bounded: when it is full, every second change is removed, so that it still
// spans the whole time.

const MAX_CHANGES = 1024;

class SizeHistory {
  #changes = [];
  highest = 0;

  add(time, bytes) {
    if (bytes > this.highest) this.highest = bytes;
    if (this.#changes.at(-1)?.[1] === bytes) return;
    this.#changes.push([time, bytes]);
    // The first and the last change stay.
    if (this.#changes.length > MAX_CHANGES)
      this.#changes = this.#changes.filter((_, index) => index % 2 === 0);
  }

  list() {
    return this.#changes.map(([time, bytes]) => [time, bytes]);
  }

  get last() {
    return this.#changes.at(-1)?.[1] ?? 0;
  }
}

module.exports = { SizeHistory };
