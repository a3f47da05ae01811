'use strict';

// Matching a rule with a retaining path. A rule's `path` is a list of patterns, one a step:
//
//     { edge: 'internal table', node: 'array' }
//
// `edge` is the edge's type and name, `node` the node's type and name, each a RegExp or a text that must be equal from
// the start of a word on: 'array' matches every array, 'hidden system / WeakCell' that alone. With `many` a pattern takes
// as many steps as match, with `maybe` it may take none. `from`, of a pattern or of the rule, is the node before.

/** A frame's realm may be detached. */
const OWN = /^(?:Detached )?(system \/ .*)$/s;

/** How many steps from `start` on match `rule`, 0 if they don't. */
function matched({ from, path }, steps, start) {
  if (from !== undefined && !nodeMatches(from, steps[start - 1]?.node)) return 0;
  let at = start;
  for (const pattern of path) {
    let count = 0;
    while (
      at < steps.length &&
      (count === 0 || pattern.many) &&
      stepMatches(pattern, steps[at], steps[at - 1])
    ) {
      at++;
      count++;
    }
    if (count === 0 && !pattern.maybe) return 0;
  }
  return at - start;
}

function stepMatches({ from, edge, node }, step, before) {
  if (from !== undefined && !nodeMatches(from, before?.node)) return false;
  return textMatches(edge, `${step.edge.type} ${step.edge.name}`) && nodeMatches(node, step.node);
}

function nodeMatches(pattern, node) {
  return pattern === undefined || (node !== undefined && textMatches(pattern, nodeText(node)));
}

/** A node's type and name. Of V8's own nodes some are hidden, and native in browsers and in later versions. */
function nodeText({ type, name }) {
  const own = type === 'native' ? OWN.exec(name) : null;
  return own === null ? `${type} ${name}` : `hidden ${own[1]}`;
}

function textMatches(pattern, text) {
  if (pattern === undefined) return true;
  if (pattern instanceof RegExp) return pattern.test(text);
  return text === pattern || text.startsWith(`${pattern} `);
}

module.exports = { matched, nodeMatches, nodeText, stepMatches };
