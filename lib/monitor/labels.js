'use strict';

// Selects the labels that have a series: at most 64, because a program may make any number of labels. The first labels are
// selected. A label without live targets is replaced by a new label with live targets.

const MAX_LABELS = 64;

class LabelSelection {
  #selected = new Set();

  /** Takes { [label]: { live } }. Returns { values: [label, live][], removed: labels that lost their series }. */
  select(labels) {
    const removed = [];
    for (const [label, { live }] of Object.entries(labels)) {
      if (this.#selected.has(label)) continue;
      if (this.#selected.size === MAX_LABELS) {
        const empty = live > 0 ? this.#empty(labels) : undefined;
        if (empty === undefined) continue;
        this.#selected.delete(empty);
        removed.push(empty);
      }
      this.#selected.add(label);
    }
    // After stopTrackGC a label is missing until it is used again.
    return { values: [...this.#selected].map((label) => [label, labels[label]?.live ?? 0]), removed };
  }

  #empty(labels) {
    for (const label of this.#selected) if (!(labels[label]?.live > 0)) return label;
    return undefined;
  }
}

module.exports = { LabelSelection };
