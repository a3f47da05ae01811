'use strict';

// Where a readable path begins. A module, the process, the list of timers stay as long as the program: how V8 comes to them
// says nothing. So a path begins at the last of its landmarks, as data: `at` is a pattern (see match.js) of a step,
// `read` makes its readable step { label, what }, or null if it is none after all.

const { moduleScope, stringProperty } = require('./values.js');
const { fileText } = require('../stack.js');

const landmarks = [
  {
    at: { node: 'object Module' },
    read: async ({ view, step }) => {
      const file = await stringProperty(view, step.node, ['filename', 'id']);
      return file === undefined ? null : { label: 'require cache', what: fileText(file) };
    },
  },
  {
    at: { node: 'hidden system / SourceTextModule' },
    read: async ({ view, before }) => {
      const url = before === undefined ? undefined : await stringProperty(view, before.node, ['url']);
      return { label: 'ES module', what: url === undefined ? '' : fileText(url) };
    },
  },
  {
    at: { node: 'object system / Context' },
    read: async ({ view, step }) => {
      const scope = await moduleScope(view, step.node);
      if (scope === null || scope.file === undefined) return null;
      if (scope.file.startsWith('node:')) return { label: 'Node.js', what: scope.file };
      return { label: scope.isModule ? 'ES module' : 'require cache', what: fileText(scope.file) };
    },
  },
  { at: { node: 'object process' }, read: () => ({ label: '', what: 'process' }) },
  {
    at: { edge: 'property table', node: 'object CallbackTable' },
    read: () => ({ label: '', what: 'gc-tracker' }),
  },
  { at: { node: 'object WeakRefMap' }, read: () => ({ label: '', what: 'diagnostics channels' }) },
  { at: { node: 'object TimersList' }, read: () => ({ label: '', what: 'timers list' }) },
  { at: { node: 'object ImmediateList' }, read: () => ({ label: '', what: 'immediates list' }) },
  {
    at: { from: /^synthetic (?:\(Global handles\)|Node \/ )/, node: 'object' },
    read: ({ step }) => ({ label: 'native handle', what: step.node.name, isNative: true }),
  },
];

/** Objects that a program surely needs while they are there, beside landmarks. */
const needed = ['object Server', 'object Http2Server', 'object Http2SecureServer', 'object Worker'];

/** What the nodes are called that V8's roots are under. */
const roots = {
  '(Stack roots)': { what: 'stack', kind: 'stack', note: 'a variable of a running function' },
  '(Handle scope)': { what: 'handle scope', kind: 'stack', note: 'native code that is running' },
  '(Global handles)': { what: 'native code', kind: 'root', note: null },
  '(Eternal handles)': { what: 'native code', kind: 'root', note: null },
  '(Traced handles)': { what: 'native code', kind: 'root', note: null },
};

module.exports = { landmarks, needed, roots };
