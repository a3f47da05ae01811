'use strict';

// Exponential backoff: the pause before the next attempt doubles after each failure, up to a bound.

const FIRST_MS = 1000;
const MAX_MS = 60_000;

class Backoff {
  #now;
  #nextMs = FIRST_MS;
  #until = -Infinity;

  constructor(now) {
    this.#now = now;
  }

  get isOver() {
    return this.#now() >= this.#until;
  }

  noticeFailure() {
    this.#until = this.#now() + this.#nextMs;
    this.#nextMs = Math.min(2 * this.#nextMs, MAX_MS);
  }

  noticeSuccess() {
    this.#until = -Infinity;
    this.#nextMs = FIRST_MS;
  }
}

module.exports = { Backoff };
