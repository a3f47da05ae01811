'use strict';

// When full GCs were and how long each paused the thread: at most 512, of the older ones those with the longer pause.

const MOST = 512;

class Marks {
  #marks = [];

  add(time, pauseMs) {
    this.#marks.push([time, pauseMs]);
    if (this.#marks.length > MOST) this.#thin();
  }

  /** [time, pauseMs][], the oldest first. */
  all() {
    return this.#marks.map((mark) => [...mark]);
  }

  /** Of each two neighbours in the older half, the longer one stays. */
  #thin() {
    const older = this.#marks.splice(0, MOST / 2);
    const kept = older.filter((mark, index) => {
      const other = older[index ^ 1];
      return index % 2 === 0 ? mark[1] >= other[1] : mark[1] > other[1];
    });
    this.#marks.unshift(...kept);
  }
}

module.exports = { Marks };
