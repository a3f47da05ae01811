'use strict';

// A retaining path as a developer would tell it: from a landmark on, V8's own nodes folded away by rules.

const { landmarks, needed, roots } = require('./landmarks.js');
const { edgeLabel, nodeLabel } = require('./labels.js');
const { matched, nodeMatches, stepMatches } = require('./match.js');
const { placeOf } = require('./places.js');
const { refine } = require('./refine.js');
const { rules } = require('./rules/index.js');
const { functionOf } = require('./values.js');
const { printable } = require('../text/text.js');

/** Nodes of V8's own, which are passed over where no rule reads them. */
const INTERNAL = /^(?:array|hidden|code|object shape) |^object system \/ /;

/** The readable steps of a raw path of a snapshot; see steps.js. `leaked` are the ids of uncollected targets. */
async function readPath(view, path, leaked) {
  const raw = path.steps;
  const start = await findLandmark(view, raw);
  const root = rootStep(raw, start);
  const steps = [{ ...root, node: await view.node(root.node.id) }];
  if (start !== null) {
    const { label, what } = start.read;
    const node = await view.node(start.node.id);
    steps.push({ label, what, kind: 'landmark', node, place: null, note: null, status: 'needed' });
  }
  let at = start === null ? afterRoot(raw) : start.index + 1;
  while (at < raw.length) {
    const { step, count } = await readStep(view, raw, at, steps.at(-1));
    if (step !== null) steps.push({ ...step, status: statusOf(step.node, leaked) });
    at += count;
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
  return { label: '', what, kind, node, place: null, note, status: 'needed' };
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
    return { step: await stepOf(view, label, rule.kind, last.node), count };
  }
  const { edge, node } = raw[at];
  if (isInternal(node) && at + 1 < raw.length) return { step: null, count: 1 };
  return { step: await stepOf(view, plainEdge(edge), edge.type, node), count: 1 };
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

async function stepOf(view, label, kind, node) {
  const full = await view.node(node.id);
  return { label, kind, node: full, note: null, ...(await describe(view, full)) };
}

/** What a node is, and where it is written. */
async function describe(view, node) {
  if (node.name === 'system / JSProxy') return { what: 'Proxy', place: null };
  if (node.type === 'closure') {
    return { what: await functionName(view, node), place: await ownPlace(view, node) };
  }
  if (node.type === 'object') {
    const edges = await generatorEdges(view, node);
    if (edges !== null) return describeGenerator(view, node);
  }
  return { what: nodeLabel(node), place: null };
}

async function functionName(view, node) {
  const bound = (await view.edges(node.id)).find(({ edge }) => edge.name === 'bound_function')?.node;
  if (bound !== undefined) return `bound ${await functionName(view, bound)}`;
  return `function ${printable(node.name) || '(anonymous)'}`;
}

/** Of Node.js's own functions the place does not help. */
async function ownPlace(view, node) {
  const place = await placeOf(view, node, view.scripts);
  return place === null || place.file.startsWith('node:') ? null : place;
}

async function generatorEdges(view, { id }) {
  const edges = await view.edges(id);
  return edges.some(({ edge }) => edge.name === 'parameters_and_registers') ? edges : null;
}

async function describeGenerator(view, node) {
  const made = await functionOf(view, node);
  const name = printable(made?.name ?? '') || '(anonymous)';
  const kind = node.name === 'Generator' ? 'async function' : 'generator';
  return { what: `${kind} ${name}`, place: made === undefined ? null : await ownPlace(view, made) };
}

function statusOf(node, leaked) {
  if (leaked.has(node.id)) return 'leaked';
  return needed.some((pattern) => nodeMatches(pattern, node)) ? 'needed' : 'unknown';
}

module.exports = { readPath };
