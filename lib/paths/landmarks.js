'use strict';

// Landmarks: where a readable path begins. A module, the process and the list of timers live as long as the program, and how
// V8 reaches them does not matter. So a path begins at its last landmark. `at` is a pattern (see match.js) of a step. `read`
// is given the `step` and the `path` that ends with it, and returns the readable step { label, what, place }, or null if it
// is no landmark after all.

// A browser's snapshot has windows only. Node.js's own classes are distinguished from classes of the same names by their
// script (`isOwn`) or by their properties. `mayBeTarget`: also the target itself is one.

const { fileOfModule, isMadeWithVm, moduleScope, shortFile, urlOfModule } = require('./modules.js');
const { isCached, isCachedScope } = require('./require-cache.js');
const { CONTEXT } = require('./rules/patterns.js');
const runners = require('./runners.js');
const { stringProperty } = require('./values.js');
const { isAbsolute } = require('../util/stack.js');
const { printable } = require('../util/text.js');

/** V8 names a window after its class and its origin, which is empty for `data:`. */
const WINDOW = /^(?:object|native) \w+(?: \[JSGlobalObject\]| \(global\*\))? \/ \S*:\/\//;

const REQUIRE_CACHE = 'require cache';

/** The module in which Node.js keeps the standard streams. */
const STREAMS = 'node:internal/bootstrap/switches/is_main_thread';

const landmarks = [
  ...runners.landmarks,
  {
    at: { node: 'object Module' },
    read: async ({ view, step }) => {
      const file = await fileOfModule(view, step.node);
      const isLandmark = file !== undefined && (await isCached(view, step.node));
      return !isLandmark ? null : { label: REQUIRE_CACHE, what: shortFile(file) };
    },
  },
  {
    at: { node: 'hidden system / SourceTextModule' },
    read: async ({ view, step }) => {
      if (await isMadeWithVm(view, step.node)) return null;
      const url = await urlOfModule(view, step.node);
      return { label: 'ES module', what: url === undefined ? '' : shortFile(url) };
    },
  },
  {
    at: { node: 'object system / Context' },
    read: async ({ view, step }) => {
      const scope = await moduleScope(view, step.node);
      if (scope === null || scope.file === undefined) return null;
      const label = kindOfScope(scope);
      if (label === REQUIRE_CACHE && !(await isCachedScope(view, step.node, scope.file))) return null;
      return { label, what: shortFile(scope.file) };
    },
  },
  {
    at: { node: 'object BuiltinModule' },
    isOwn: true,
    read: async ({ view, step }) => {
      const id = await stringProperty(view, step.node, 'id');
      return id === undefined ? null : { label: 'Node.js', what: printable(`node:${id}`) };
    },
  },
  {
    at: { from: CONTEXT, edge: /^context std(?:in|out|err)$/, node: 'object' },
    read: async ({ view, step, path }) => {
      const scope = await moduleScope(view, path.at(-2).node);
      return scope?.file === STREAMS ? { label: '', what: `process.${step.edge.name}` } : null;
    },
  },
  {
    // What assertNoGrowth repeats.
    at: { from: 'object GrowthScenario', edge: 'property run', node: 'closure' },
    read: async ({ view, step }) => {
      return { label: 'scenario', what: '', place: view.original(await view.placeOf(step.node)) };
    },
  },
  { at: { node: 'object process' }, read: () => ({ label: '', what: 'process' }) },
  {
    at: { edge: 'property table', node: 'object SlotTable' },
    read: () => ({ label: '', what: 'gc-tracker' }),
  },
  {
    at: { node: 'object WeakRefMap' },
    isOwn: true,
    read: () => ({ label: '', what: 'diagnostics channels' }),
  },
  { at: { node: 'object TimersList' }, isOwn: true, read: () => ({ label: '', what: 'timers list' }) },
  { at: { node: 'object ImmediateList' }, isOwn: true, read: () => ({ label: '', what: 'immediates list' }) },
  {
    at: { from: /^synthetic Node \/ (?!Environment$)/, node: 'object' },
    mayBeTarget: true,
    read: nativeHandle,
  },
  {
    at: { from: /^synthetic (?:\(Global handles\)|Node \/ Environment$)/, node: 'object' },
    read: nativeHandle,
  },
  { at: { node: WINDOW }, isNodes: false, read: ({ step }) => windowOf(step.node.name) },
  {
    at: { node: /^hidden system \/ NativeContext \/ \S*:\/\// },
    isNodes: false,
    read: async ({ view, step }) => {
      const edges = await view.edges(step.node.id);
      const global = edges.find(({ edge }) => edge.name === 'global_object')?.node;
      return windowOf(global?.name ?? step.node.name);
    },
  },
];

function nativeHandle({ step }) {
  return { label: 'native handle', what: printable(step.node.name), isNative: true };
}

function kindOfScope({ file, isModule }) {
  if (file.startsWith('node:')) return 'Node.js';
  if (isModule) return 'ES module';
  return isAbsolute(file) ? REQUIRE_CACHE : 'script';
}

/** `Window [JSGlobalObject] / https://example.org` */
function windowOf(name) {
  const [, label, origin] = /^(\w+).*? \/ (\S*:\/\/.*)$/s.exec(name) ?? [null, 'realm', '://'];
  return { label, what: origin === '://' ? '' : printable(origin) };
}

/** Objects that a program needs as long as they exist, beside landmarks. */
const needed = ['object Server', 'object Http2Server', 'object Http2SecureServer', 'object Worker'];

/** V8's lists of roots, by their nodes' names. */
const roots = {
  '(Stack roots)': { what: 'stack', kind: 'stack', note: 'a variable of a running function' },
  '(Handle scope)': { what: 'handle scope', kind: 'stack', note: 'native code that is running' },
  '(Micro tasks)': { what: 'microtask queue' },
  '(Global handles)': { what: 'native code' },
  '(Eternal handles)': { what: 'native code' },
  '(Traced handles)': { what: 'native code' },
  'Node / Environment': { what: 'Node.js' },
};

/** { what, kind, note } of a list of roots. Lists of a browser's C++ have no parentheses. */
function describeRoot({ name }) {
  if (Object.hasOwn(roots, name)) return roots[name];
  const list = /^\((.*)\)$/.exec(name);
  return list === null ? { what: 'native code' } : { what: 'V8', note: printable(list[1].toLowerCase()) };
}

module.exports = { describeRoot, landmarks, needed };
