'use strict';

// Whether a CommonJS module is in `require.cache`. One that a program has deleted there lives only as long as something else
// refers to it: a path that begins at "require cache" would send the reader to the wrong place.

const { scriptOf } = require('./places.js');

/** Exports that are examined to find the scope of a module. */
const MAX_EXPORTS = 20;

/** Whether a Module is in the cache; true if the snapshot does not show the cache. */
async function isCached(view, { id }) {
  const cache = await view.requireCache();
  return cache === null || cache.has(id);
}

/**
 * Whether `context` is the scope of the module that the cache has for `file`, and not of an earlier load of the file. They
 * differ in the Module that the scope refers to, and in the scope of what the module exports. If neither tells, it is unless
 * the file has several scopes.
 */
async function isCachedScope(view, context, file) {
  const cache = await view.requireCache();
  if (cache === null) return true;
  const [id] = [...cache].find(([, key]) => key === file) ?? [];
  if (id === undefined) return false;
  const module = await moduleOfScope(view, context);
  if (module !== undefined) return module.id === id;
  const scope = await scopeOfExports(view, id, file);
  return scope === undefined ? isOnlyScope(view, context, file) : scope.id === context.id;
}

/** Whether no function of the file belongs to another scope than `context`. */
async function isOnlyScope(view, context, file) {
  // V8 compiles a file again if its text has changed, else the functions of both loads share their code.
  if ((await view.scripts(file)).length > 1) return false;
  for (const { edge, node } of await view.edges(context.id)) {
    const isOwn = edge.type === 'context' && node.type === 'closure' && (await isIn(view, node, context));
    const code = isOwn ? await view.target(node.id, 'shared') : undefined;
    for (const { edge, node } of code === undefined ? [] : await view.retainers(code.id)) {
      const isOfCode = edge.name === 'shared' && node.type === 'closure';
      if (isOfCode && !(await isIn(view, node, context))) return false;
    }
  }
  return true;
}

/** Whether a function belongs to a file's scope: one that the file has imported does not. */
async function isIn(view, closure, context) {
  return (await outermost(view, closure))?.id === context.id;
}

/** The Module that a file's scope refers to: as `module`, or in what `require` closes over. */
async function moduleOfScope(view, context) {
  const module = await variable(view, context, 'module');
  if (module?.name === 'Module') return module;
  const require = await variable(view, context, 'require');
  const scope = require?.type === 'closure' ? await view.target(require.id, 'context') : undefined;
  const edges = scope === undefined ? [] : await view.edges(scope.id);
  return edges.find(({ edge, node }) => edge.type === 'context' && node.name === 'Module')?.node;
}

async function variable(view, context, name) {
  return (await view.edges(context.id)).find(({ edge }) => edge.type === 'context' && edge.name === name)
    ?.node;
}

/** The outermost scope of the first function that a Module exports and that is written in `file`, or undefined. */
async function scopeOfExports(view, id, file) {
  const exports = await view.target(id, 'exports');
  if (exports === undefined) return undefined;
  const values = (await view.edges(exports.id)).filter(({ edge }) => edge.type === 'property');
  for (const node of [exports, ...values.slice(0, MAX_EXPORTS).map((value) => value.node)]) {
    if (node.type === 'closure' && (await scriptOf(view, node)) === file) return outermost(view, node);
  }
  return undefined;
}

async function outermost(view, closure) {
  let context = await view.target(closure.id, 'context');
  // In a damaged file scopes may be a circle.
  const met = new Set();
  while (context !== undefined && !met.has(context.id)) {
    met.add(context.id);
    const outer = await view.target(context.id, 'previous');
    if (outer?.name !== 'system / Context') return context;
    context = outer;
  }
  return context;
}

module.exports = { isCached, isCachedScope };
