'use strict';

// The path to a vm context says who holds it: it ends at the first object of the context, to which of all ways the one that says
// most is taken. Which objects are the context's own their prototypes tell, at whose end is its Object.prototype.

const { bestPath } = require('./best-path.js');

/** A chain of prototypes that is longer is a loop of a proxy. */
const MOST_PROTOTYPES = 100;

/** The steps to the first object of the context whose Object.prototype is the node `id`, on the way to that; or null. */
async function pathToContext(view, id) {
  const steps = await bestPath(view, id, new Set([id]));
  if (steps === null) return null;
  const prefix = await untilContext(view, steps, id);
  const held = prefix.at(-1).node.id;
  const path = await bestPath(view, held, new Set([held]));
  return path === null ? prefix : untilContext(view, path, id);
}

async function untilContext(view, steps, id) {
  for (const [index, step] of steps.entries()) {
    if (index > 0 && (await belongs(view, step.node, id))) {
      return [...steps.slice(0, index), { ...step, status: 'leaked' }];
    }
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

module.exports = { pathToContext };
