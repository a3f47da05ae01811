'use strict';

// Counts full GCs from two sources: GCs that this copy has forced, and GCs that sentinels have shown. A forced GC may be
// shown too, a little later, and is counted once. Sentinels miss GCs that follow each other closely. So the count is never
// too high: at worst, code that waits for it waits too long.

class FullGCs {
  #shown;
  #last;
  #count = 0;
  /** Whether a forced GC is still to be shown. */
  #forced;

  /** `shown()` is a count of 32 bits. `forced` says that a GC was forced before, and is still to be shown. */
  constructor(shown, forced = false) {
    this.#forced = forced;
    this.#shown = shown;
    this.#last = shown();
  }

  get count() {
    const shown = this.#shown();
    const more = (shown - this.#last) >>> 0;
    this.#last = shown;
    if (more > 0) {
      this.#count += more - (this.#forced ? 1 : 0);
      this.#forced = false;
    }
    return this.#count;
  }

  addForced() {
    this.#count = this.count + 1;
    this.#forced = true;
  }
}

module.exports = { FullGCs };
