'use strict';

// Reads a retaining path as a developer would write it: from a landmark on, with V8's own nodes folded away by rules.

const { describeRoot, landmarks, needed } = require('./landmarks.js');
const { describe } = require('./describe.js');
const { edgeLabel } = require('./labels.js');
const { matched, nodeMatches, nodeText, stepMatches } = require('./match.js');
const { isWrittenByNode } = require('./modules.js');
const { refine } = require('./refine.js');
const { rules } = require('./rules/index.js');
const { CONTEXT } = require('./rules/patterns.js');

/** V8's own nodes and a browser's collections, which are skipped if no rule matches them. */
const INTERNAL =
  /^(?:array|hidden|code|object shape) |^object system \/ |^native blink::\w*(?:Backing|Vector)</;

/** The readable steps of a raw path of a snapshot; see steps.js. `leaked` are the ids of uncollected targets. */
async function readPath(view, path, leaked) {
  const raw = path.steps;
  if (raw.length === 0) return [];
  const start = await findLandmark(view, raw);
  const steps = [rootStep(raw, start)];
  if (start !== null) {
    const { label, ...described } = start.read;
    const status = leaked.has(start.node.id) ? 'leaked' : 'needed';
    steps.push(newStep(label, 'landmark', start.node, { ...described, status }));
  }
  let at = start === null ? afterRoot(raw) : start.index + 1;
  while (at < raw.length) {
    const { step, count } = await readStep(view, raw, at, steps.at(-1));
    if (step !== null) steps.push({ ...step, status: await statusOf(view, step.node, leaked) });
    at += count;
    if (step === null || count > 1) continue;
    // A list may have a hundred thousand links.
    for (; isRepeated(raw, at); at++) {
      const { node } = raw[at];
      steps.push({ ...steps.at(-1), node, status: leaked.has(node.id) ? 'leaked' : 'unknown' });
    }
  }
  return refine(view, steps);
}

/** A lasting landmark has the root `Global`, not a temporary root, such as the stack, over which the path happens to lead. */
function rootStep(raw, start) {
  const isLasting = start !== null && !start.read.isNative;
  const { node } = raw[isLasting ? 0 : Math.max(0, rootsOf(raw) - 1)];
  const isRoot = node.type === 'synthetic' && !isLasting;
  const { kind = 'root', ...described } = isRoot ? describeRoot(node) : { what: 'Global' };
  return newStep('', kind, node, { ...described, status: 'needed' });
}

/** How many steps lead over V8's lists of roots. */
function rootsOf(raw) {
  const count = raw.findIndex(({ node }) => node.type !== 'synthetic');
  return count < 0 ? raw.length : count;
}

function newStep(label, kind, node, { what, place = null, note = null, status = 'unknown' }) {
  return { label, what, kind, node, place, note, status };
}

/** The last landmark before the target. The target itself may be one if it is the variables of a module or a native handle. */
async function findLandmark(view, raw) {
  const isScope = nodeMatches(CONTEXT, raw.at(-1).node);
  for (let index = raw.length - 1; index >= 0; index--) {
    const isTarget = index === raw.length - 1;
    for (const { at, isOwn = false, isNodes = true, mayBeTarget = isScope, read } of landmarks) {
      if (isTarget && !mayBeTarget) continue;
      const [before, step] = [raw[index - 1], raw[index]];
      if (!stepMatches(at, step, before)) continue;
      if (isNodes && !(await view.isNode())) continue;
      if (isOwn && !(await isWrittenByNode(view, step.node))) continue;
      const found = await read({ view, step, path: raw.slice(0, index + 1) });
      if (found !== null) return { read: found, node: step.node, index };
    }
  }
  return null;
}

/** The start of a path without a landmark: after V8's roots and the global object. */
function afterRoot(raw) {
  let at = rootsOf(raw);
  while (at < raw.length - 1 && isGlobal(raw[at].node)) at++;
  return Math.min(at, raw.length - 1);
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
    // A rule must not end at V8's own node, unless that is the target.
    if (isInternal(last.node) && at + count < raw.length) continue;
    const label = await (rule.label ?? defaultLabel)({ view, from, steps, previous });
    const described = await describe(view, last.node, raw[at + count]);
    return { step: newStep(label, rule.kind, last.node, described), count };
  }
  const { edge, node } = raw[at];
  if (isInternal(node) && at + 1 < raw.length) return { step: null, count: 1 };
  const described = await describe(view, node, raw[at + 1]);
  return { step: newStep(edgeLabel(edge), edge.type, node, described), count: 1 };
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
    // Functions differ by where they are written.
    a.node.type !== 'closure'
  );
}

function defaultLabel({ steps }) {
  return edgeLabel(steps.at(-1).edge);
}

function isInternal(node) {
  return node.name !== 'system / JSProxy' && INTERNAL.test(nodeText(node));
}

async function statusOf(view, node, leaked) {
  if (leaked.has(node.id)) return 'leaked';
  if (!needed.some((pattern) => nodeMatches(pattern, node))) return 'unknown';
  return (await isWrittenByNode(view, node)) ? 'needed' : 'unknown';
}

module.exports = { readPath };
