'use strict';

// Refines a path as a whole: the frames of our own waiting assertion become one step, a path begins at what runs if only
// Node.js leads there, and a variable that a module imports becomes the export of the other module.

const { propertyLabel } = require('./labels.js');
const { fileOfModule, isOwnFile } = require('./modules.js');
const { isCached } = require('./require-cache.js');
const { HANDLES, runningHandle, startOf } = require('./running.js');
const { fileText, placeText } = require('../util/stack.js');
const { printable } = require('../util/text.js');

/** Properties that are examined for a module's export: finding the retainers of each takes a while. */
const MAX_PROPERTIES = 8;
const RUNNING = 'running';
/** Of Node.js, by their labels. */
const GLOBALS = new Set(['.console', '.process', '.AbortSignal']);

/** The steps, some of them replaced. */
async function refine(view, steps) {
  return byExport(view, await withRunning(view, withoutOwnFrames(steps)));
}

/**
 * Steps to what runs say so, and where it was started. Node.js's own path to it does not help, so a path begins at what runs
 * if only Node.js leads there.
 */
async function withRunning(view, steps) {
  const noted = [];
  for (const step of steps) noted.push(await withNote(view, step, noted));
  const start = isNodes(steps)
    ? steps.slice(0, -1).findLastIndex(({ kind, status }) => status === 'needed' && kind !== 'landmark')
    : await startedByNode(view, noted);
  if (start < 1) return noted;
  const { status, note, ...step } = noted[start];
  const running = {
    ...step,
    label: RUNNING,
    kind: 'landmark',
    note: note?.replace(/^running(?:, )?/, '') || null,
  };
  running.status = status === 'leaked' ? status : 'needed';
  return [noted[0], running, ...noted.slice(start + 1)];
}

/** An interval's step is told from the list of timers: that it runs goes without saying. */
async function withNote(view, step, before) {
  if (step.note !== null || (step.kind === 'landmark' && !isHandle(step))) return step;
  const handle = isHandle(step) ? step.node : await runningHandle(view, step.node);
  if (handle === undefined) return step;
  const place = await startOf(view, handle);
  const start = place === null ? [] : [`started at ${placeText({ file: place.file, line: place.line })}`];
  const note = [...(step.kind === 'timer' ? [] : [RUNNING]), ...start].join(', ');
  // Told of the owner, not of its handle as well.
  const last = before.at(-1);
  if (last !== undefined && isHandle(last)) last.note = null;
  return { ...step, note: note === '' ? null : note };
}

/** A native handle that runs as long as it is open. */
function isHandle({ kind, label, what }) {
  return kind === 'landmark' && label === 'native handle' && HANDLES.has(what);
}

/**
 * The last running object that only Node.js's own functions lead to, such as those that pipe a worker's output into
 * `process.stderr`; -1 if there is none.
 */
async function startedByNode(view, steps) {
  if (!isOfNode(steps)) return -1;
  for (let index = steps.findLastIndex(isRunning); index > 1; index--) {
    const before = steps.slice(1, index);
    if (!isRunning(steps[index]) || !before.some(({ node }) => node.type === 'closure')) continue;
    if (await isOnlyNodes(view, before)) return index;
  }
  return -1;
}

function isRunning({ note }) {
  return note !== null && /^running\b/.test(note);
}

/** Whether a path begins at an object that Node.js makes. Programs may refer to these, too. */
function isOfNode([, { kind, label, what }]) {
  if (kind === 'landmark') return label === '' && /^process\b/.test(what);
  return GLOBALS.has(label);
}

/** Whether no function or class among the steps is a program's. */
async function isOnlyNodes(view, steps) {
  for (const { node } of steps) {
    const place = await view.placeOf(node);
    if (place !== null && !place.file.startsWith('node:')) return false;
  }
  return true;
}

/** Whether a path begins with what only Node.js refers to. */
function isNodes([root, { label, what }]) {
  return root.what === 'native code' || label === 'Node.js' || what === 'timers list';
}

/** Our own functions are one step: the assertion that waits, or else what a monitor or the like keeps for the program. */
function withoutOwnFrames(steps) {
  const last = steps.findLastIndex(({ place }) => place !== null && isOwnFile(place.file));
  if (last < 0 || last === steps.length - 1) return steps;
  const [root] = steps;
  const below = steps.slice(last + 1);
  const own = { ...steps[last], label: '', kind: 'landmark', place: null, note: null, status: 'needed' };
  if (!isFrame(steps[last])) {
    return [{ ...root, what: 'Global', kind: 'root' }, { ...own, what: 'gc-tracker' }, ...below];
  }
  return [
    { ...root, what: 'stack', kind: 'root' },
    { ...own, what: 'the running assertion' },
    ...withFixture(steps[last], below),
  ];
}

/** Whether a step is a suspended function. */
function isFrame({ what }) {
  return /^(?:async function|generator) /.test(what);
}

/**
 * The steps below the running assertion. It needs its callback, and the test that waits for it needs its variables: what leaks
 * is below them, unless a variable holds the target itself.
 */
function withFixture({ kind }, steps) {
  const isCallback = kind === 'suspended' && steps[0].node.type === 'closure';
  const [first, ...others] = steps;
  const named = isCallback ? [{ ...first, label: 'callback', kind: 'callback' }, ...others] : steps;
  const variable = named.findIndex((step) => step.kind === 'suspended' || step.kind === 'callback') + 1;
  const isDirect = variable === 0 || variable >= named.length - 1;
  return named.map((step, index) => {
    return isDirect || index > variable || step.status === 'leaked' ? step : { ...step, status: 'needed' };
  });
}

async function byExport(view, steps) {
  const [root, module, variable, ...rest] = steps;
  if (module?.label !== 'require cache' || variable?.kind !== 'variable') return steps;
  const found = await exportOf(view, variable.node);
  if (found === null) return steps;
  const exporter = { ...module, what: printable(fileText(found.file)), node: found.module };
  return [root, exporter, { ...variable, kind: 'export', label: found.label }, ...rest];
}

/** The property of a module's `exports` that a node is, as { module, file, label }, or null. */
async function exportOf(view, { id }) {
  const properties = (await view.retainers(id)).filter(({ edge }) => edge.type === 'property');
  for (const { edge, node } of properties.slice(0, MAX_PROPERTIES)) {
    const direct = edge.name === 'exports' && node.name === 'Module';
    const module = direct ? node : await moduleThatExports(view, node);
    const file = module === undefined ? undefined : await fileOfModule(view, module);
    if (file !== undefined && (await isCached(view, module))) {
      return { module, file, label: direct ? 'exports' : `exports${propertyLabel(edge.name)}` };
    }
  }
  return null;
}

async function moduleThatExports(view, { id, type }) {
  if (type !== 'object' && type !== 'closure') return undefined;
  const retainers = await view.retainers(id);
  return retainers.find(({ edge, node }) => edge.name === 'exports' && node.name === 'Module')?.node;
}

module.exports = { refine };
