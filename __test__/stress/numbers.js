'use strict';

// Small arithmetic that the stress scenarios share: a seeded random generator (mulberry32, so that a
// printed seed repeats a run), medians, and figures for the table.

const MB = 1024 * 1024;

/** A function that returns numbers from 0 to 1, always the same ones for a seed. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of a series' second half less that of its first, when its start is left out. */
function growth(values, { skip }) {
  const settled = values.slice(skip);
  const half = settled.length >> 1;
  return median(settled.slice(-half)) - median(settled.slice(0, half));
}

function megabytes(bytes) {
  return `${(bytes / MB).toFixed(bytes < 10 * MB ? 1 : 0)} MB`;
}

function count(number) {
  return number.toLocaleString('en');
}

module.exports = { MB, random, median, growth, megabytes, count };
