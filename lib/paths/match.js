'use strict';

// Matches a rule with a retaining path. A rule's `path` is a list of patterns, one for each step:
//
//     { edge: 'internal table', node: 'array' }
//
// `edge` is the edge's type and name, `node` the node's type and name, each a RegExp or the first words of the text: 'array'
// matches every array, 'hidden system / WeakCell' only that class. With `many` a pattern takes as many steps as match, with
// `maybe` it may take none. `from`, of a pattern or of the rule, is the node before.

/** V8's own nodes. The realm of a frame may be detached. */
const V8_NODE = /^(?:Detached )?(system \/ .*)$/s;

/** The number of steps from `start` on that match the rule; 0 if it does not match. */
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

/** A node's type and name. Some of V8's own nodes are hidden, but native in browsers and in later versions. */
function nodeText({ type, name }) {
  const internal = type === 'native' ? V8_NODE.exec(name) : null;
  return internal === null ? `${type} ${name}` : `hidden ${internal[1]}`;
}

function textMatches(pattern, text) {
  if (pattern === undefined) return true;
  if (pattern instanceof RegExp) return pattern.test(text);
  return text === pattern || text.startsWith(`${pattern} `);
}

module.exports = { matched, nodeMatches, nodeText, stepMatches };
