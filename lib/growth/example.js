'use strict';

// The path that explains a growing kind. The native HeapGrowth gives one object of each kind; what a developer looks for may be
// another: the value of an entry rather than its key, the object of a native handle rather than its C++, the function that
// Node.js calls rather than its wrapper.

const { STRINGS, bestPath, onwardSteps } = require('../paths/index.js');

const NOTHING = new Set();
/** Node.js's C++ objects. */
const NATIVE = /^(?:Detached )?Node \/ /;
/** Retainers of a C++ object that are examined, and how far up. */
const MAX_RETAINERS = 20;
const MAX_LEVELS = 3;
/** Handles of one class that are looked for, and that are examined: the newest. */
const MAX_FOUND = 10_000;
const MAX_HANDLES = 20;
/** Of several functions behind handles of one class, those are examples that are not much rarer than the most frequent. */
const FREQUENT = 0.25;
/** Kinds of steps to what Node.js or V8 has wrapped. */
const WRAPPED = new Set(['listener', 'timer', 'reaction', 'awaited']);
const REACTION = 'system / PromiseReaction';
/** From a native handle to its owner, and from a timer or a listener to its callback. */
const OWNER = '<symbol owner_symbol>';
const FURTHER = new Set([OWNER, '_onTimeout', '_onImmediate', 'listener']);
const OBJECTS = new Set(['object', 'closure']);

/**
 * Of a finding of HeapGrowth { steps, at, example, isNative }: the readable steps to the example and on to the function that
 * Node.js calls for it, the index of the example's step, the example, and whether it was found by its C++ object. `steps` is null
 * if no strong path holds it.
 */
async function pathToExample(view, { example, holder }) {
  const object = NATIVE.test(example.name) ? await scriptObject(view, example) : undefined;
  const isNative = object !== undefined;
  const node = object ?? example;
  const value = await valueOfKey(view, node, holder);
  if (value !== undefined)
    return { ...(await through(view, { node, below: [value], replaced: 1 })), isNative };
  const steps = await pathOver(view, node, holder);
  const at = steps === null ? 0 : steps.length - 1;
  const isHandle = isAtHandle(steps);
  if (isHandle || WRAPPED.has(steps?.[at].kind)) {
    const further = isHandle ? await fromHandles(view, node) : await fromOne(view, node, holder);
    const found = further === null ? null : await through(view, further);
    if (found !== null && found.at > 0) return { ...found, isNative };
  }
  return { steps, at, example: node, isNative };
}

/** Whether a path ends at a native handle, and so leads over nothing but V8's or Node.js's roots. */
function isAtHandle(steps) {
  return steps?.length === 2 && steps[0].what === 'native code';
}

/** The path to a node. If several are equally short, it is the one over the holder that grows. */
async function pathOver(view, node, holder) {
  let isOver = false;
  const steps = await bestPath(view, node.id, NOTHING, (raw) => {
    isOver = raw.some((step) => step.node.id === holder.id);
    return raw;
  });
  if (isOver || isAtHandle(steps) || holder.distance + 1 !== node.distance) return steps;
  const last = (await view.edges(holder.id)).find((step) => step.node.id === node.id);
  if (last === undefined) return steps;
  return (await bestPath(view, holder.id, NOTHING, (raw) => [...raw, last])) ?? steps;
}

/** The path over a node and the raw steps below it, which replace so many at its end. */
async function through(view, { node, below, replaced = 0 }) {
  const steps = await bestPath(view, node.id, NOTHING, (raw) => [
    ...raw.slice(0, raw.length - replaced),
    ...below,
  ]);
  const ids = new Set([node, ...below.map((step) => step.node)].map(({ id }) => id));
  // One step may stand for the wrapper and the function.
  const at = steps?.findIndex((step) => ids.has(step.node.id)) ?? -1;
  if (at < 0) return { steps, at, example: node };
  const [{ edge, node: first }] = below;
  const folded = steps[at].node;
  // What is counted: functions, rather than the suspended functions that they resume.
  const isShown = folded.type === 'closure' || folded.id === first.id;
  const shown = edge.name === OWNER ? first : isShown ? folded : node;
  return { steps, at, example: await view.node(shown.id) };
}

/** The JavaScript object that one of Node.js's C++ objects belongs to, or undefined. */
async function scriptObject(view, native) {
  let level = [native];
  for (let count = 0; count < MAX_LEVELS; count++) {
    const above = [];
    for (const node of level) {
      const edges = await view.edges(node.id);
      const object = edges.find(({ edge }) => edge.name === 'native_to_javascript')?.node;
      if (object !== undefined) return view.node(object.id);
      const retainers = await view.retainers(node.id, MAX_RETAINERS);
      above.push(...retainers.map((step) => step.node).filter(({ name }) => NATIVE.test(name)));
    }
    level = above.slice(0, MAX_RETAINERS);
  }
  return undefined;
}

/** The step from a Map's table to the value of a string that is a key there, if that is an object. Keys lie before values. */
async function valueOfKey(view, key, holder) {
  if (!STRINGS.has(key.type) || holder.type !== 'array') return undefined;
  const edges = await view.edges(holder.id);
  const index = edges.find(({ edge, node }) => node.id === key.id && edge.type === 'internal')?.edge.name;
  const value = edges.find(({ edge }) => edge.type === 'internal' && Number(edge.name) === Number(index) + 1);
  return OBJECTS.has(value?.node.type) ? value : undefined;
}

/** The raw steps from one object to the program's function, as `through` takes them, or null. */
async function fromOne(view, node, holder) {
  if (holder.name === REACTION) {
    const below = await onwardSteps(view, holder);
    return below.length > 0 ? { node, below, replaced: 1 } : null;
  }
  const below = await onwardSteps(view, node);
  if (below.length > 0) return { node, below };
  const further = (await view.edges(node.id)).find(
    (step) => FURTHER.has(step.edge.name) && OBJECTS.has(step.node.type),
  );
  return further === undefined ? null : { node, below: [further] };
}

/**
 * The same from a typical one of the newest native handles of a class. They have nothing in common but the class, and which is the
 * newest varies: one with a program's function is preferred, and of the frequent functions the first by its text.
 */
async function fromHandles(view, example) {
  const found = await view.find({ type: 'object', name: example.name, top: MAX_FOUND });
  const handles = found.filter(({ distance }) => distance === example.distance);
  const newest = handles.sort((a, b) => b.id - a.id).slice(0, MAX_HANDLES);
  const kinds = new Map();
  for (const node of newest) {
    const further = await fromOne(view, node, node);
    if (further === null) continue;
    const text = await textOf(view, further.below);
    const kind = kinds.get(text) ?? { count: 0, text, further };
    kinds.set(text, { ...kind, count: kind.count + 1 });
  }
  const all = [...kinds.values()];
  const most = Math.max(...all.map(({ count }) => count));
  const frequent = all.filter(({ count }) => count >= FREQUENT * most);
  const hasFunction = ({ further }) => further.below.at(-1).node.type === 'closure';
  frequent.sort((a, b) => hasFunction(b) - hasFunction(a) || (a.text < b.text ? -1 : 1));
  return frequent[0]?.further ?? null;
}

/** What is the same in each run: names, and where the function is written. */
async function textOf(view, below) {
  const place = await view.placeOf(below.at(-1).node);
  const names = below.map(({ edge, node }) => (edge.type === 'internal' ? '' : `${edge.name} ${node.name}`));
  return [...names.map((name) => name.replace(/\{.*\}/s, 'Object')), JSON.stringify(place)].join('\n');
}

module.exports = { pathToExample };
