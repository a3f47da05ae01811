'use strict';

// How a size has changed: each change, the oldest first. Bounded: when it is full, every second change is dropped, so
// that it goes on to span all the time.

const MOST = 1024;

class History {
  #changes = [];
  highest = 0;

  add(time, bytes) {
    if (bytes > this.highest) this.highest = bytes;
    if (this.#changes.at(-1)?.[1] === bytes) return;
    this.#changes.push([time, bytes]);
    // The first one and the last one stay.
    if (this.#changes.length > MOST) this.#changes = this.#changes.filter((_, index) => index % 2 === 0);
  }

  list() {
    return this.#changes.map(([time, bytes]) => [time, bytes]);
  }

  get last() {
    return this.#changes.at(-1)?.[1] ?? 0;
  }
}

module.exports = { History };
