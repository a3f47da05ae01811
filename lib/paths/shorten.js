'use strict';

// Long paths in few lines: of a run of equal steps (a list's `.next`) the first and the last, and of what then is still
// too long the beginning and the end. In place of what is left out stands { skipped, what }.

/** A run is shown as first, number, last from this length on. */
const RUN = 4;

/** At most `most` of the steps, the first `head` of them among these. */
function shorten(steps, most, head) {
  const items = collapse(steps);
  if (items.length <= most) return items;
  const tail = items.length - (most - head);
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
