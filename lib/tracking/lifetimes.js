'use strict';

// Lifetimes by label: how the native side's buckets look in JavaScript. A lifetime ends when a target is
// found collected, which is after a GC: it is an upper bound, and tells minutes from hours, not milliseconds
// apart.

/** Of the native side: 10 ms. */
const TICKS_A_SECOND = 100;

/**
 * The upper bounds of the buckets, in seconds: from what a request needs to a day. The last bucket has none.
 */
const BOUNDS = [0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400];

const WIDTH = BOUNDS.length + 1;

/** The bounds as the native side wants them. */
const TICKS = Uint32Array.from(BOUNDS, (seconds) => seconds * TICKS_A_SECOND);

/** Memory for the native side's answer. */
function numbersFor(labels) {
  return new Float64Array(2 * WIDTH * labels);
}

/** The buckets of the label with that number: [{ count, seconds }], how many and their sum, one a bucket. */
function bucketsOf(numbers, label) {
  const start = 2 * WIDTH * label;
  return Array.from({ length: WIDTH }, (_, bucket) => ({
    count: numbers[start + 2 * bucket],
    seconds: numbers[start + 2 * bucket + 1] / TICKS_A_SECOND,
  }));
}

module.exports = { BOUNDS, TICKS, bucketsOf, numbersFor };
