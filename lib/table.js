'use strict';

// What has a callback, by slot: the callback or its handle. In chunks, so that a table of millions
// is never copied and a short one is small.

const BITS = 12;
const SIZE = 1 << BITS;
const MASK = SIZE - 1;

class Table {
  #chunks = [];

  set(slot, entry) {
    const index = slot >>> BITS;
    let chunk = this.#chunks[index];
    if (chunk === undefined) chunk = this.#addChunk(index);
    chunk[slot & MASK] = entry;
  }

  /** Takes the entry out, or returns undefined. */
  take(slot) {
    const chunk = this.#chunks[slot >>> BITS];
    if (chunk === undefined) return undefined;
    const entry = chunk[slot & MASK];
    chunk[slot & MASK] = undefined;
    return entry;
  }

  /** Gives memory back; no slot is in use. */
  shrink() {
    if (this.#chunks.length > 1) this.#chunks.length = 1;
  }

  /** Drops all entries. */
  clear() {
    this.#chunks.length = 0;
  }

  // Slots come in any order, since a target without a callback has no place here: fill the gaps.
  #addChunk(index) {
    while (this.#chunks.length < index) this.#chunks.push(undefined);
    const chunk = new Array(SIZE).fill(undefined);
    this.#chunks[index] = chunk;
    return chunk;
  }
}

module.exports = { Table };
