'use strict';

// A path to a vm context, as far as it says who holds it: to the first object of the context. Which objects are its own their
// prototypes tell, at whose end is the context's Object.prototype.

/** A chain of prototypes that is longer is a loop of a proxy. */
const MOST_PROTOTYPES = 100;

/** The steps up to the first object that belongs to the context whose Object.prototype is the node `id`. */
async function untilContext(view, steps, id) {
  for (const [index, step] of steps.entries()) {
    if (index === 0 || !(await belongs(view, step.node, id))) continue;
    return [...steps.slice(0, index), { ...step, status: 'leaked' }];
  }
  return steps;
}

async function belongs(view, { id }, wanted) {
  let at = id;
  for (let hop = 0; hop < MOST_PROTOTYPES && at !== undefined; hop++) {
    if (at === wanted) return true;
    at = (await view.target(at, '__proto__'))?.id;
  }
  return false;
}

module.exports = { untilContext };
