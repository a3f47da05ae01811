'use strict';

// A retaining path as a developer would tell it: from a landmark on, V8's own nodes folded away by rules.

const { landmarks, needed, roots } = require('./landmarks.js');
const { describe } = require('./describe.js');
const { edgeLabel } = require('./labels.js');
const { matched, nodeMatches, stepMatches } = require('./match.js');
const { refine } = require('./refine.js');
const { rules } = require('./rules/index.js');
const { printable } = require('../text/text.js');

/** Nodes of V8's own, which are passed over where no rule reads them. In a browser's snapshot they are native. */
const INTERNAL = /^(?:array|hidden|code|object shape) |^(?:object|native) system \/ /;

/** The readable steps of a raw path of a snapshot; see steps.js. `leaked` are the ids of uncollected targets. */
async function readPath(view, path, leaked) {
  const raw = path.steps;
  const start = await findLandmark(view, raw);
  const steps = [rootStep(raw, start)];
  if (start !== null) {
    const { label, what } = start.read;
    steps.push(newStep(label, 'landmark', start.node, { what, status: 'needed' }));
  }
  let at = start === null ? afterRoot(raw) : start.index + 1;
  while (at < raw.length) {
    const { step, count } = await readStep(view, raw, at, steps.at(-1));
    if (step !== null) steps.push({ ...step, status: statusOf(step.node, leaked) });
    at += count;
    if (step === null || count > 1) continue;
    // A list may have a hundred thousand links.
    for (; isRepeated(raw, at); at++) {
      const { node } = raw[at];
      steps.push({ ...steps.at(-1), node, status: statusOf(node, leaked) });
    }
  }
  return refine(view, steps);
}

/** What a landmark stays for is no root of the moment, such as the stack, that V8 happens to come by. */
function rootStep(raw, start) {
  const isLasting = start !== null && !start.read.isNative;
  const synthetic = isLasting ? undefined : raw.findLast(({ node }) => node.type === 'synthetic')?.node;
  const node = synthetic ?? raw[0].node;
  const { what, kind, note } = roots[synthetic?.name] ?? {
    what: synthetic === undefined ? 'Global' : 'native code',
    kind: 'root',
    note: null,
  };
  return newStep('', kind, node, { what, note, status: 'needed' });
}

function newStep(label, kind, node, { what, place = null, note = null, status = 'unknown' }) {
  return { label, what, kind, node, place, note, status };
}

/** The last landmark before the target. */
async function findLandmark(view, raw) {
  for (let index = raw.length - 2; index >= 0; index--) {
    for (const { at, read } of landmarks) {
      if (!stepMatches(at, raw[index], raw[index - 1])) continue;
      const found = await read({ view, step: raw[index], before: raw[index - 1] });
      if (found !== null) return { read: found, node: raw[index].node, index };
    }
  }
  return null;
}

/** Without a landmark: behind V8's roots and the global object. */
function afterRoot(raw) {
  let at = 0;
  while (at < raw.length - 1 && (raw[at].node.type === 'synthetic' || isGlobal(raw[at].node))) at++;
  return at;
}

function isGlobal({ name, distance }) {
  return distance <= 2 && /^(?:global\b|system \/ NativeContext)/.test(name);
}

async function readStep(view, raw, at, previous) {
  const from = raw[at - 1]?.node;
  for (const rule of rules) {
    const count = matched(rule, raw, at);
    if (count === 0) continue;
    const steps = raw.slice(at, at + count);
    const last = steps.at(-1);
    // What is V8's own still leads on to something.
    if (isInternal(last.node) && at + count < raw.length) continue;
    const label = await (rule.label ?? defaultLabel)({ view, from, steps, previous });
    const described = await describe(view, last.node, raw[at + count]);
    return { step: newStep(label, rule.kind, last.node, described), count };
  }
  const { edge, node } = raw[at];
  if (isInternal(node) && at + 1 < raw.length) return { step: null, count: 1 };
  const described = await describe(view, node, raw[at + 1]);
  return { step: newStep(plainEdge(edge), edge.type, node, described), count: 1 };
}

/** Whether a step and the next one only repeat the step before. */
function isRepeated(raw, at) {
  return at + 1 < raw.length && isLike(raw[at], raw[at - 1]) && isLike(raw[at + 1], raw[at]);
}

function isLike(a, b) {
  return (
    a.edge.name === b.edge.name &&
    a.node.name === b.node.name &&
    a.edge.type === b.edge.type &&
    a.node.type === b.node.type &&
    // Each function is written somewhere.
    a.node.type !== 'closure'
  );
}

function defaultLabel({ steps }) {
  return plainEdge(steps.at(-1).edge);
}

/** Of V8's own edges the name alone, which is no property's. */
function plainEdge(edge) {
  if (edge.type === 'internal' || edge.type === 'hidden') {
    return /^\d+$/.test(edge.name) ? '' : printable(String(edge.name).replaceAll('_', ' '));
  }
  return edgeLabel(edge);
}

function isInternal(node) {
  return node.name !== 'system / JSProxy' && INTERNAL.test(`${node.type} ${node.name}`);
}

function statusOf(node, leaked) {
  if (leaked.has(node.id)) return 'leaked';
  return needed.some((pattern) => nodeMatches(pattern, node)) ? 'needed' : 'unknown';
}

module.exports = { readPath };
