'use strict';

// Lifetimes by label: the native side's buckets in JavaScript. A lifetime ends when a GC has collected the target and that is
// noticed. So it is an upper bound, and distinguishes minutes from hours, not milliseconds.

/** A tick of the native side is 10 ms. */
const TICKS_A_SECOND = 100;

/**
 * The upper bounds of the buckets, in seconds: from the length of a request to a day. The last bucket has no bound.
 */
const BOUNDS = [0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400];

const WIDTH = BOUNDS.length + 1;

/** The bounds in ticks, for the native side. */
const TICKS = Uint32Array.from(BOUNDS, (seconds) => seconds * TICKS_A_SECOND);

/** Memory for the native side's answer. */
function numbersFor(labels) {
  return new Float64Array(2 * WIDTH * labels);
}

/** The buckets of the label with that number: [{ count, seconds }], how many lifetimes and their sum. */
function bucketsOf(numbers, label) {
  const start = 2 * WIDTH * label;
  return Array.from({ length: WIDTH }, (_, bucket) => ({
    count: numbers[start + 2 * bucket],
    seconds: numbers[start + 2 * bucket + 1] / TICKS_A_SECOND,
  }));
}

module.exports = { BOUNDS, TICKS, bucketsOf, numbersFor };
