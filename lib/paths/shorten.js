'use strict';

// Shortens long paths. A run of equal steps (a list's `.next`) keeps its first and last step; a path that is still too long
// keeps its beginning and end. { skipped, what } stands for what is left out.

/** The shortest run that is collapsed. */
const RUN = 4;

/** At most `max` of the steps, among them the first `head`. */
function shorten(steps, max, head) {
  const items = collapse(steps);
  if (items.length <= max) return items;
  const tail = items.length - (max - head);
  const skipped = items.slice(head, tail).reduce((sum, item) => sum + (item.skipped ?? 1), 0);
  return [...items.slice(0, head), { skipped, what: 'steps' }, ...items.slice(tail)];
}

function collapse(steps) {
  const items = [];
  for (let start = 0, end; start < steps.length; start = end) {
    end = start + 1;
    while (end < steps.length && alike(steps[start], steps[end])) end++;
    if (end - start < RUN) items.push(...steps.slice(start, end));
    else {
      const { label, what } = steps[start];
      items.push(steps[start], { skipped: end - start - 2, what: `${label}  ${what}` }, steps[end - 1]);
    }
  }
  return items;
}

function alike(a, b) {
  return a.label === b.label && a.what === b.what;
}

module.exports = { shorten };
