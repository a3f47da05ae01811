'use strict';

// Modules in a snapshot: the file of an object, a scope or an export, and whether that is Node.js's own.

const { join, sep } = require('node:path');
const { scriptOf } = require('./places.js');
const { STRINGS, keyNode, stringProperty } = require('./values.js');
const { fileText } = require('../util/stack.js');
const { cut, printable } = require('../util/text.js');

/** The folder lib/ of this package, and of another copy or of a snapshot that another machine has taken. */
const LIB = join(__dirname, '..') + sep;
const INSTALLED_LIB = /[/\\]node_modules[/\\]gc-tracker[/\\]lib[/\\]/;

/** Where a `vm.SourceTextModule` has its wrapper. */
const VM_WRAPPER = '<symbol kWrap>';

/** Functions that are examined to find a module's file. */
const MAX_FUNCTIONS = 8;

/** The file of a CommonJS module; undefined if an object of that class is no such module. */
async function fileOfModule(view, node) {
  const names = (await view.edges(node.id)).map(({ edge }) => edge.name);
  if (!names.includes('children') || !names.includes('paths')) return undefined;
  // The id of the main module is a dot.
  return (await stringProperty(view, node, 'filename')) ?? stringProperty(view, node, 'id');
}

/**
 * A file's short name. A `data:` URL contains the module's text, and is cut. A query stays: with another one, the loader keeps
 * the file once more.
 */
function shortFile(file) {
  if (file.startsWith('data:')) return cut(printable(file), 32);
  const [query = ''] = /^file:.*?(\?[^#]*)/.exec(file)?.slice(1) ?? [];
  return printable(fileText(file) + query);
}

/** Whether a file is of this package itself. */
function isOwnFile(file) {
  return file.startsWith(LIB) || INSTALLED_LIB.test(file);
}

/** Whether an object's class is Node.js's own, not another class of that name. */
async function isWrittenByNode(view, node) {
  const place = await view.placeOf(node);
  return place?.file.startsWith('node:') ?? false;
}

/** `{ file, isModule }` if `context` is the outermost context of a file, else null. */
async function moduleScope(view, context) {
  const edges = await view.edges(context.id);
  const previous = edges.find(({ edge }) => edge.name === 'previous')?.node;
  if (previous === undefined || !(await view.isHome(previous))) return null;
  const extension = edges.find(({ edge }) => edge.name === 'extension')?.node;
  const functions = edges.filter(({ edge, node }) => edge.type === 'context' && node.type === 'closure');
  for (const { node } of functions.slice(0, MAX_FUNCTIONS)) {
    if (!(await isWrittenIn(view, node, context))) continue;
    const file = await scriptOf(view, node);
    if (file !== undefined) return { file, isModule: extension?.name === 'system / SourceTextModule' };
  }
  return { file: undefined, isModule: extension?.name === 'system / SourceTextModule' };
}

/** Whether a function's scope is the context, or directly in it: not a function of another file. */
async function isWrittenIn(view, closure, context) {
  let node = closure;
  for (const name of ['context', 'previous', 'previous']) {
    node = (await view.edges(node.id)).find(
      ({ edge }) => edge.name === name && edge.type === 'internal',
    )?.node;
    if (node === undefined) return false;
    if (node.id === context.id) return true;
  }
  return false;
}

/**
 * `export sessions`: an export's name is the key of its cell in the exporting module. An importing module has the cell without
 * the name; then the path begins at the exporting module.
 */
async function exportLabel({ view, steps, previous }) {
  const [table, cell] = steps;
  const key = await keyNode(view, table.node, cell.edge);
  if (STRINGS.has(key?.type)) return `export ${printable(key.name)}`;
  for (const { edge, node } of await view.retainers(cell.node.id)) {
    if (node.type !== 'array' || node.id === table.node.id) continue;
    const name = await keyNode(view, node, edge);
    if (!STRINGS.has(name?.type)) continue;
    const file = await fileOfExports(view, node);
    if (file !== undefined && previous.kind === 'landmark') previous.what = shortFile(file);
    return `export ${printable(name.name)}`;
  }
  return 'import';
}

/** The URL of the ES module that has a table of exports. */
async function fileOfExports(view, table) {
  const owner = (await view.retainers(table.id)).find(
    ({ node }) => node.name === 'system / SourceTextModule',
  );
  return owner === undefined ? undefined : urlOfModule(view, owner.node);
}

/** The URL of an ES module, which only its wrapper knows. */
async function urlOfModule(view, module) {
  const wrapper = await wrapperOf(view, module);
  return wrapper === undefined ? undefined : stringProperty(view, wrapper, 'url');
}

/** Whether an ES module is one that a program has made with `vm.SourceTextModule`: no loader keeps it. */
async function isMadeWithVm(view, module) {
  const wrapper = await wrapperOf(view, module);
  const retainers = wrapper === undefined ? [] : await view.retainers(wrapper.id);
  return retainers.some(({ edge }) => edge.name === VM_WRAPPER);
}

async function wrapperOf(view, module) {
  return (await view.retainers(module.id)).find(({ node }) => node.name === 'ModuleWrap')?.node;
}

module.exports = {
  exportLabel,
  fileOfModule,
  isMadeWithVm,
  isOwnFile,
  isWrittenByNode,
  moduleScope,
  shortFile,
  urlOfModule,
};
