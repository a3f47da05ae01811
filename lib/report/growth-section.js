'use strict';

// The page's data on growth from snapshot to snapshot: kinds of retaining paths with more objects each time, and classes.
//
// In a running program many kinds of paths grow by one or two objects, and each hides the growth of what it holds. So
// growth is detected with several thresholds, the highest first. What lies on the path to growth that was already found
// is left out.

const { HeapGrowth, growth, titles } = require('../heap/index.js');
const { readGrowing } = require('../growth/index.js');
const { pathData } = require('./path-data.js');

/** Thresholds: how many objects must be added each time. */
const MIN_ADDED = [30, 1];
const MAX_PATHS = 10;
const MAX_CLASSES = 30;
/** A smaller share of the growth of all paths is left out. */
const MIN_SHARE = 0.01;
/** Two sizes are similar if they differ by less than this share. */
const SIMILAR = 0.15;

class GrowthSection {
  #detectors = MIN_ADDED.map((minAdded) => new HeapGrowth(minAdded, false));
  #found = [];
  #first;
  #steps = [];

  /** Adds the next snapshot. `before` is the previous one, which is not needed afterwards. */
  async add(snapshot, before) {
    this.#found = await Promise.all(this.#detectors.map((detector) => detector.add(snapshot)));
    if (before === undefined) this.#first = await snapshot.classes();
    else this.#steps.push(await snapshot.diff(before));
  }

  /** Resolves with the data, given a view and the classes of the last snapshot. */
  async read(view, redactor, classes) {
    const paths = [];
    for (const { counts, retainedSizes, path } of await readGrowing(view, await this.#largest(view))) {
      const at = path.findIndex(({ suspect }) => suspect);
      const { node } = path[at];
      paths.push({
        counts,
        sizes: retainedSizes,
        holderTrail: (await pathData(view, redactor, path.slice(0, at))).trail,
        holds: redactor.node(await view.node(node.id)),
        path: await pathData(view, redactor, path),
      });
    }
    return { comparable: this.#isComparable(), paths, classes: this.#classes(redactor, classes) };
  }

  async #largest(view) {
    const kept = [];
    const above = new Set();
    for (const found of this.#found) {
      const knownSizes = kept.map(addedBytes);
      const isNew = (one) =>
        addedBytes(one) > 0 &&
        !above.has(one.holder.id) &&
        !knownSizes.some((size) => isSimilar(addedBytes(one), size));
      for (const one of found.filter(isNew)) {
        kept.push(one);
        const [path] = await view.retainingPaths(one.example.id, 1);
        for (const { node } of path?.steps ?? []) above.add(node.id);
        above.add(one.holder.id);
      }
    }
    const all = kept.reduce((sum, one) => sum + addedBytes(one), 0);
    return kept
      .filter((one) => addedBytes(one) >= all * MIN_SHARE)
      .sort((a, b) => addedBytes(b) - addedBytes(a))
      .slice(0, MAX_PATHS);
  }

  #isComparable() {
    return this.#steps.every(({ comparable }) => comparable);
  }

  #classes(redactor, last) {
    const changed = growth(this.#steps, this.#first, last)
      .filter(({ countDelta, sizeDelta }) => countDelta || sizeDelta)
      .slice(0, MAX_CLASSES);
    return titles(changed).map((title, index) => {
      const { growing, countDelta, sizeDelta, retainedDelta } = changed[index];
      return { name: redactor.className(title), growing, countDelta, sizeDelta, retainedDelta };
    });
  }
}

function addedBytes({ retainedSizes }) {
  return retainedSizes.at(-1) - retainedSizes[0];
}

/** Whether two paths grew by similar sizes: a holder grows by as many bytes as what it holds. */
function isSimilar(size, known) {
  return Math.abs(size - known) < size * SIMILAR;
}

module.exports = { GrowthSection };
