'use strict';

// What grew from snapshot to snapshot: kinds of retaining paths of which there are more each time, and classes.
//
// Between two looks at a running program much grows by one or two, and what does hides what is held below it. So growth
// is looked for with several thresholds, the highest first, and what is above something that has been found already
// is left out.

const { HeapGrowth, growth, titles } = require('../heap/index.js');
const { readGrowing } = require('../growth/index.js');
const { pageOfPath } = require('./paths.js');

/** How many objects more there must be each time. */
const LEAST = [30, 1];
const MOST_PATHS = 10;
const MOST_CLASSES = 30;
/** Of the growth of all paths: what is less is not worth a line. */
const WORTH = 0.01;
const ALIKE = 0.15;

class Growth {
  #detectors = LEAST.map((least) => new HeapGrowth(least, false));
  #found = [];
  #first;
  #steps = [];

  /** Adds the next snapshot; `before` is the one before, which is needed no longer. */
  async add(snapshot, before) {
    this.#found = await Promise.all(this.#detectors.map((detector) => detector.add(snapshot)));
    if (before === undefined) this.#first = await snapshot.classes();
    else this.#steps.push(await snapshot.diff(before));
  }

  /** What has grown, given a view and the classes of the last snapshot. */
  async read(view, veil, classes) {
    const paths = [];
    for (const { counts, retainedSizes, path } of await readGrowing(view, await this.#worth(view))) {
      const { node } = path.at(-1);
      paths.push({
        counts,
        sizes: retainedSizes,
        way: (await pageOfPath(view, veil, path.slice(0, -1))).trail,
        holds: veil.node(await view.node(node.id)),
        path: await pageOfPath(view, veil, path),
      });
    }
    return { comparable: this.#isComparable(), paths, classes: this.#classes(veil, classes) };
  }

  async #worth(view) {
    const kept = [];
    const above = new Set();
    for (const found of this.#found) {
      const known = kept.map(added);
      const isNew = (one) =>
        added(one) > 0 && !above.has(one.holder.id) && !known.some((size) => isLike(added(one), size));
      for (const one of found.filter(isNew)) {
        kept.push(one);
        const [path] = await view.retainingPaths(one.example.id, 1);
        for (const { node } of path?.steps ?? []) above.add(node.id);
        above.add(one.holder.id);
      }
    }
    const all = kept.reduce((sum, one) => sum + added(one), 0);
    return kept
      .filter((one) => added(one) >= all * WORTH)
      .sort((a, b) => added(b) - added(a))
      .slice(0, MOST_PATHS);
  }

  #isComparable() {
    return this.#steps.every(({ comparable }) => comparable);
  }

  #classes(veil, last) {
    const changed = growth(this.#steps, this.#first, last)
      .filter(({ countDelta, sizeDelta }) => countDelta || sizeDelta)
      .slice(0, MOST_CLASSES);
    return titles(changed).map((title, index) => {
      const { growing, countDelta, sizeDelta, retainedDelta } = changed[index];
      return { name: veil.className(title), growing, countDelta, sizeDelta, retainedDelta };
    });
  }
}

function added({ retainedSizes }) {
  return retainedSizes.at(-1) - retainedSizes[0];
}

/** What is above something has grown by as many bytes. */
function isLike(size, known) {
  return Math.abs(size - known) < size * ALIKE;
}

module.exports = { Growth };
