'use strict';

// How many full GCs there were, from two sources: those that this copy has forced, and those that sentinels
// have shown. A forced one may be shown too, a little later, and is counted once; the shown ones are fewer
// than there were if they follow each other closely. So the count is never too high, and what waits for it
// waits too long at worst.

class FullGCs {
  #shown;
  #last;
  #count = 0;
  /** A forced GC has not been shown so far. */
  #due;

  /** `shown()` is a count of 32 bits; `due`: a GC was forced before, and not shown so far. */
  constructor(shown, due = false) {
    this.#due = due;
    this.#shown = shown;
    this.#last = shown();
  }

  get count() {
    const shown = this.#shown();
    const more = (shown - this.#last) >>> 0;
    this.#last = shown;
    if (more > 0) {
      this.#count += more - (this.#due ? 1 : 0);
      this.#due = false;
    }
    return this.#count;
  }

  addForced() {
    this.#count = this.count + 1;
    this.#due = true;
  }
}

module.exports = { FullGCs };
