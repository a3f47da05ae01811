'use strict';

// The pause after a failure, before it is tried again: doubled each time, up to a bound, until it succeeds.

const FIRST_MS = 1000;
const MOST_MS = 60_000;

class Pause {
  #now;
  #next = FIRST_MS;
  #until = -Infinity;

  constructor(now) {
    this.#now = now;
  }

  get isOver() {
    return this.#now() >= this.#until;
  }

  noticeFailure() {
    this.#until = this.#now() + this.#next;
    this.#next = Math.min(2 * this.#next, MOST_MS);
  }

  noticeSuccess() {
    this.#until = -Infinity;
    this.#next = FIRST_MS;
  }
}

module.exports = { Pause };
