'use strict';

// The path to a vm context shows what holds it. It ends at the first object that belongs to the context, and is the most
// informative path to it. An object belongs to the context if its chain of prototypes ends at the context's Object.prototype.

const { bestPath } = require('./best-path.js');

/** A longer chain of prototypes is a loop of a proxy. */
const MAX_PROTOTYPES = 100;

/** The steps to the first object of the context whose Object.prototype is the node `id`; null if no strong path leads there. */
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
  for (let hop = 0; hop < MAX_PROTOTYPES && at !== undefined; hop++) {
    if (at === wanted) return true;
    at = (await view.target(at, '__proto__'))?.id;
  }
  return false;
}

module.exports = { pathToContext };
