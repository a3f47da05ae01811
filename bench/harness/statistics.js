'use strict';

// Medians, of numbers and of objects of numbers.

/** The median; undefined if there are no numbers. */
function median(numbers) {
  const sorted = numbers.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2 || sorted[middle];
}

/** { key: median } over objects; a value that is no number is that of the last object. */
function medians(objects) {
  const result = {};
  for (const key of Object.keys(objects.at(-1) ?? {})) {
    const last = objects.at(-1)[key];
    result[key] = typeof last === 'number' ? median(objects.map((object) => object[key])) : last;
  }
  return result;
}

/** The medians over all rounds but the first, which is warm-up. */
function steady(rounds) {
  return medians(rounds.length > 1 ? rounds.slice(1) : rounds);
}

module.exports = { median, medians, steady };
