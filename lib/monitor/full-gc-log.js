'use strict';

// Logs when full GCs happened and how long each paused the thread. It keeps at most 512: of older ones, those with longer
// pauses.

const MAX_ENTRIES = 512;

class FullGCLog {
  #entries = [];

  add(time, pauseMs) {
    this.#entries.push([time, pauseMs]);
    if (this.#entries.length > MAX_ENTRIES) this.#thin();
  }

  /** [time, pauseMs][], the oldest first. */
  entries() {
    return this.#entries.map((entry) => [...entry]);
  }

  /** Keeps the longer one of each two neighbours in the older half. */
  #thin() {
    const older = this.#entries.splice(0, MAX_ENTRIES / 2);
    const kept = older.filter((entry, index) => {
      const other = older[index ^ 1];
      return index % 2 === 0 ? entry[1] >= other[1] : entry[1] > other[1];
    });
    this.#entries.unshift(...kept);
  }
}

module.exports = { FullGCLog };
