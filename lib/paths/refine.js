'use strict';

// Refines a path as a whole: the frames of our own waiting assertion become one step, and a variable that a module imports
// becomes the export of the other module.

const { join, sep } = require('node:path');
const { propertyLabel } = require('./labels.js');
const { fileOfModule } = require('./modules.js');
const { isCached } = require('./require-cache.js');
const { fileText } = require('../util/stack.js');
const { printable } = require('../util/text.js');

/** Properties that are examined for a module's export: finding the retainers of each takes a while. */
const MAX_PROPERTIES = 8;
/** The folder lib/ of this package. */
const LIB = join(__dirname, '..') + sep;

/** The steps, some of them replaced. */
async function refine(view, steps) {
  return byExport(view, fromRunning(withoutOwnFrames(steps)));
}

/** Node.js's own path to a running server does not help, so the path begins at the server. */
function fromRunning(steps) {
  if (!isNodes(steps)) return steps;
  const running = steps
    .slice(0, -1)
    .findLastIndex(({ kind, status }) => status === 'needed' && kind !== 'landmark');
  if (running < 1) return steps;
  return [steps[0], { ...steps[running], label: 'running', kind: 'landmark' }, ...steps.slice(running + 1)];
}

/** Whether a path begins with what only Node.js refers to. */
function isNodes([root, { label, what }]) {
  return root.what === 'native code' || label === 'Node.js' || what === 'timers list';
}

function withoutOwnFrames(steps) {
  const last = steps.findLastIndex(({ place }) => place?.file.startsWith(LIB));
  if (last < 0 || last === steps.length - 1) return steps;
  const [root] = steps;
  const assertion = {
    ...steps[last],
    label: '',
    what: 'the running assertion',
    kind: 'landmark',
    place: null,
    note: null,
  };
  return [
    { ...root, what: 'stack', kind: 'root' },
    { ...assertion, status: 'needed' },
    ...steps.slice(last + 1),
  ];
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
