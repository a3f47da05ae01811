'use strict';

// Sums up several comparisons in a row by class, and orders the classes: first those that grew every time, then by the
// growth of what they retain.

const { keyOf } = require('./classes.js');

const NOTHING = { addedCount: 0, removedCount: 0, countDelta: 0, addedSize: 0, removedSize: 0, sizeDelta: 0 };

/**
 * `steps` are answers of `diff`, `first` and `last` the classes of the first and the last snapshot. As
 * [{ name, location, growing, countDelta, sizeDelta, retainedDelta, steps }], `steps` being the
 * class's changes one by one; retainedDelta is null if the class cannot be found again.
 */
function growth(steps, first, last) {
  // Only between snapshots of one process does a place in a script tell classes of one name apart.
  const exact = steps.every(({ comparable }) => comparable);
  const key = exact ? keyOf : ({ name }) => name;
  const before = totals(first, key);
  const after = totals(last, key);
  const changes = new Map();
  steps.forEach((step, index) => {
    for (const change of step.classes) {
      if (!changes.has(key(change))) changes.set(key(change), new Array(steps.length).fill(NOTHING));
      const ofClass = changes.get(key(change));
      ofClass[index] = sum(ofClass[index], change);
    }
  });
  const names = new Map(steps.flatMap(({ classes }) => classes.map((change) => [key(change), change])));
  return [...changes]
    .map(([id, ofClass]) => growthOf(names.get(id), ofClass, before.get(id), after.get(id)))
    .sort(byWeight);
}

/** Count, retained size and place of each class by its key; the sums if several have one key. */
function totals(classes, key) {
  const result = new Map();
  for (const one of classes) {
    const { count, retainedSize } = result.get(key(one)) ?? { count: 0, retainedSize: 0 };
    result.set(key(one), {
      count: count + one.count,
      retainedSize: retainedSize + one.retainedSize,
      location: one.location,
    });
  }
  return result;
}

/** The sum of two changes of one class in one step. A field that is unknown for the second stays unknown. */
function sum(a, b) {
  const fields = Object.keys(NOTHING).map((field) => [field, b[field] === null ? null : a[field] + b[field]]);
  return Object.fromEntries(fields);
}

function growthOf({ name }, steps, before, after) {
  const total = (field) => steps.reduce((all, step) => all + step[field], 0);
  const countDelta = total('countDelta');
  // V8 names a plain object after its properties, and the name may differ in another snapshot.
  const known = (after?.count ?? 0) - (before?.count ?? 0) === countDelta;
  return {
    name,
    location: after?.location ?? before?.location ?? null,
    growing: steps.every(({ sizeDelta }) => sizeDelta > 0),
    countDelta,
    sizeDelta: total('sizeDelta'),
    retainedDelta: known ? (after?.retainedSize ?? 0) - (before?.retainedSize ?? 0) : null,
    steps,
  };
}

function byWeight(a, b) {
  return b.growing - a.growing || weightOf(b) - weightOf(a);
}

/** By how many bytes a class has grown: in retained size, or in shallow size if that is unknown. */
function weightOf({ retainedDelta, sizeDelta }) {
  return retainedDelta ?? sizeDelta;
}

module.exports = { growth, weightOf };
