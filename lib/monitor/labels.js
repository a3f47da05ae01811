'use strict';

// Which labels have a series: 64 at most, since nobody knows how many a program makes. First come, first served; one
// of which nothing is alive makes room for another one of which something is.

const MOST = 64;

class Labels {
  #chosen = new Set();

  /** Of { [label]: { live } }: { values: [label, live][], dropped: labels that have no series any more }. */
  choose(labels) {
    const dropped = [];
    for (const [label, { live }] of Object.entries(labels)) {
      if (this.#chosen.has(label)) continue;
      if (this.#chosen.size === MOST) {
        const empty = live > 0 ? this.#empty(labels) : undefined;
        if (empty === undefined) continue;
        this.#chosen.delete(empty);
        dropped.push(empty);
      }
      this.#chosen.add(label);
    }
    // After stopTrackGC a label is not there until it is used again.
    return { values: [...this.#chosen].map((label) => [label, labels[label]?.live ?? 0]), dropped };
  }

  #empty(labels) {
    for (const label of this.#chosen) if (!(labels[label]?.live > 0)) return label;
    return undefined;
  }
}

module.exports = { Labels };
