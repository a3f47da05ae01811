'use strict';

// What JavaScript keeps of targets, by slot. In chunks, so that a table of millions is never copied and a short one is
// small.

/** Bits of a slot within its chunk. */
const BITS = 12;
const SIZE = 1 << BITS;
const MASK = SIZE - 1;

class SlotTable {
  #chunks = [];
  /** How many chunks have been needed since the last `shrink`. */
  #needed = 0;

  set(slot, entry) {
    const index = slot >>> BITS;
    if (index >= this.#needed) this.#need(index);
    this.#chunks[index][slot & MASK] = entry;
  }

  /** Takes the entry out, or returns undefined. */
  take(slot) {
    const chunk = this.#chunks[slot >>> BITS];
    if (chunk === undefined) return undefined;
    const entry = chunk[slot & MASK];
    chunk[slot & MASK] = undefined;
    return entry;
  }

  /**
   * Gives memory back; no slot is in use. The chunks needed since the last call stay: to allocate them anew in each
   * round would make V8 enlarge its young generation.
   */
  shrink() {
    this.#chunks.length = this.#needed;
    this.#needed = 0;
  }

  /** Drops all entries. */
  clear() {
    this.#chunks.length = this.#needed = 0;
  }

  #need(index) {
    while (this.#chunks.length <= index) this.#chunks.push(new Array(SIZE).fill(undefined));
    this.#needed = index + 1;
  }
}

module.exports = { SlotTable };
