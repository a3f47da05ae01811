'use strict';

// How V8 and Node.js lay out what a developer wrote, as data: a rule's `path` (see match.js) are the steps that it reads
// as one. `label` says what the reference is called, given { view, from, steps, previous }: the node before, the steps
// matched, and the readable step before, to which it may add; without it the last step's own edge does. `kind` names the
// rule in the result. The first rule that matches counts, so the longer ones come first.

const { propertyLabel } = require('./labels.js');
const {
  cellName,
  entryLabel,
  eventName,
  keyOf,
  suspendedVariable,
  symbolText,
  timerLabel,
} = require('./values.js');

const CONTEXT = 'object system / Context';
const GENERATOR = /^object (?:Async)?(?:Generator|.*Generator Object)$|^object \S+$/;
const MODULE = 'hidden system / SourceTextModule';
const TABLE = { edge: 'internal table', node: 'array' };
const INDEX = /^internal \d+$/;
const STORE = /^property <symbol (?:kResourceStore|kAsyncContextFrame|.*AsyncLocalStorage.*)>/;
const FRAME = 'object AsyncContextFrame';

/** Contexts, innermost first, and then a variable of one of them. */
const VARIABLE = [
  { edge: /^internal context$/, node: CONTEXT },
  { edge: 'internal previous', node: CONTEXT, many: true, maybe: true },
  { edge: /^context / },
];

const rules = [
  {
    kind: 'export',
    from: 'object Module',
    path: [
      { edge: 'property exports', node: /^(?:object|closure) / },
      { edge: /^property (?!__proto__|constructor|prototype)/ },
    ],
    label: ({ steps }) => `exports${propertyLabel(steps[1].edge.name)}`,
  },
  { kind: 'export', from: 'object Module', path: [{ edge: 'property exports' }], label: () => 'exports' },
  {
    kind: 'export',
    from: CONTEXT,
    path: [{ edge: 'context exports', node: 'object' }, { edge: /^property (?!__proto__|constructor)/ }],
    label: ({ steps }) => `exports${propertyLabel(steps[1].edge.name)}`,
  },
  {
    kind: 'export',
    from: MODULE,
    path: [
      { edge: /^hidden /, node: 'array' },
      { edge: INDEX, node: 'hidden system / Cell' },
      { edge: 'internal value' },
    ],
    label: async ({ view, steps }) => `export ${await cellName(view, steps[0].node, steps[1].edge)}`,
  },
  {
    kind: 'timer',
    from: 'object TimersList',
    path: [{ edge: /^property _idle(?:Next|Prev)$/, node: 'object Timeout', many: true }],
    label: ({ view, steps }) => timerLabel(view, steps.at(-1).node),
  },
  { kind: 'owner', path: [{ edge: /^property <symbol owner_symbol>$/ }], label: () => 'owner' },
  {
    kind: 'listener',
    path: [
      { edge: 'property _events' },
      { edge: /^property /, node: 'object Array' },
      { edge: /^element / },
      { edge: 'property listener', maybe: true },
    ],
    label: ({ steps }) => `listener of ${eventName(steps[1].edge.name)}`,
  },
  {
    kind: 'listener',
    path: [{ edge: 'property _events' }, { edge: /^property / }, { edge: 'property listener', maybe: true }],
    label: ({ steps }) => `listener of ${eventName(steps[1].edge.name)}`,
  },
  {
    kind: 'listener',
    path: [
      { edge: 'property <symbol kEvents>', node: 'object Map' },
      TABLE,
      { edge: INDEX },
      { edge: 'property next', many: true },
      { edge: /^property (?:listener|callback)$/ },
      { edge: /^property (?:handler|listener)$/, maybe: true },
    ],
    label: async ({ view, steps }) => `listener of ${await keyOf(view, steps[1].node, steps[2].edge)}`,
  },
  {
    kind: 'listener',
    path: [
      { edge: 'property <symbol kHandlers>', node: 'object Map' },
      TABLE,
      { edge: INDEX },
      { edge: 'property handler', maybe: true },
    ],
    label: async ({ view, steps }) =>
      `on${(await keyOf(view, steps[1].node, steps[2].edge)).replace(/"/g, '')}`,
  },
  {
    kind: 'store',
    path: [{ edge: STORE, node: FRAME }, TABLE, { edge: INDEX }],
    label: () => 'AsyncLocalStorage store',
  },
  {
    kind: 'store',
    path: [{ edge: /^hidden /, node: FRAME }, TABLE, { edge: INDEX }],
    label: () => 'AsyncLocalStorage store',
  },
  { kind: 'store', path: [{ edge: STORE }], label: () => 'AsyncLocalStorage store' },
  {
    kind: 'awaited',
    from: 'object Promise',
    path: [
      { edge: 'internal reactions_or_result', node: 'hidden system / PromiseReaction' },
      { edge: /^hidden /, node: 'hidden system / PromiseReaction', many: true, maybe: true },
      { edge: /^hidden /, node: 'closure' },
      { edge: 'internal context', node: CONTEXT },
      { edge: 'internal extension', node: 'object' },
    ],
    label: () => 'awaited by',
  },
  {
    kind: 'awaited',
    from: 'closure',
    path: [
      { edge: 'internal context', node: CONTEXT },
      { edge: 'internal extension', node: GENERATOR },
    ],
    label: () => 'resumes',
  },
  {
    kind: 'reaction',
    from: 'object Promise',
    path: [
      { edge: 'internal reactions_or_result', node: 'hidden system / PromiseReaction' },
      { edge: /^hidden /, node: 'hidden system / PromiseReaction', many: true, maybe: true },
      { edge: /^hidden /, node: 'closure' },
    ],
    label: () => 'then callback',
  },
  {
    kind: 'reaction',
    from: 'object Promise',
    path: [
      { edge: 'internal reactions_or_result', node: 'hidden system / PromiseReaction' },
      { edge: /^hidden /, node: 'hidden system / PromiseReaction', many: true, maybe: true },
      { edge: /^hidden /, node: FRAME },
      TABLE,
      { edge: INDEX },
    ],
    label: () => 'AsyncLocalStorage store',
  },
  {
    kind: 'reaction',
    from: 'object Promise',
    path: [
      { edge: 'internal reactions_or_result', node: 'hidden system / PromiseReaction' },
      { edge: /^hidden /, node: 'hidden system / PromiseReaction', many: true, maybe: true },
      { edge: /^hidden /, node: 'object' },
    ],
    label: () => 'then',
  },
  {
    kind: 'value',
    from: 'object Promise',
    path: [{ edge: 'internal reactions_or_result' }],
    label: () => 'resolved with',
  },
  {
    kind: 'local',
    from: 'object',
    path: [{ edge: 'internal parameters_and_registers', node: 'array' }, { edge: INDEX }],
    label: suspendedVariable,
  },
  {
    kind: 'local',
    from: GENERATOR,
    path: [
      { edge: 'internal context', node: CONTEXT },
      { edge: 'internal previous', node: CONTEXT, many: true, maybe: true },
      { edge: /^context / },
    ],
    label: suspendedVariable,
  },
  { kind: 'variable', path: VARIABLE },
  {
    kind: 'variable',
    from: CONTEXT,
    path: [{ edge: 'internal previous', node: CONTEXT, many: true, maybe: true }, { edge: /^context / }],
  },
  {
    kind: 'entry',
    path: [TABLE, { edge: / part of key \(.*\) -> value \(.*\) pair in (?:WeakMap|WeakSet|ephemeron)/is }],
    label: ({ steps }) => `value of key ${/part of key \((.*?)\) -> value/s.exec(steps[1].edge.name)[1]}`,
  },
  {
    kind: 'entry',
    path: [{ edge: / part of key \(.*\) -> value \(.*\) pair in WeakMap/s }],
    label: () => 'value in a WeakMap',
  },
  {
    kind: 'entry',
    path: [TABLE, { edge: INDEX }],
    label: ({ view, from, steps }) => entryLabel(view, from, steps[0].node, steps[1].edge),
  },
  {
    kind: 'held value',
    from: 'object FinalizationRegistry',
    path: [
      { edge: /^hidden /, node: 'hidden system / WeakCell', many: true },
      { edge: /^(?:hidden|internal) / },
    ],
    label: () => 'held value',
  },
  {
    kind: 'callback',
    from: 'object Timeout',
    path: [{ edge: 'property _onTimeout' }],
    label: () => 'callback',
  },
  {
    kind: 'callback',
    from: 'object Immediate',
    path: [{ edge: 'property _onImmediate' }],
    label: () => 'callback',
  },
  {
    kind: 'argument',
    path: [{ edge: /^property (?:_timerArgs|_argv)$/, node: 'object Array' }, { edge: /^element / }],
    label: ({ steps }) => `argument ${steps[1].edge.name + 1}`,
  },
  { kind: 'bound', path: [{ edge: 'internal bound_this' }], label: () => 'bound this' },
  {
    kind: 'bound',
    path: [{ edge: /^shortcut bound_argument_/ }],
    label: ({ steps }) => `bound argument ${Number(steps[0].edge.name.slice(15)) + 1}`,
  },
  { kind: 'bound', path: [{ edge: 'internal bound_function' }], label: () => 'bound function' },
  {
    kind: 'proxy',
    from: 'hidden system / JSProxy',
    path: [{ edge: /^hidden 1$/ }],
    label: () => 'proxy target',
  },
  {
    kind: 'proxy',
    from: 'hidden system / JSProxy',
    path: [{ edge: /^hidden / }],
    label: () => 'proxy handler',
  },
  {
    kind: 'vm',
    path: [
      { edge: 'internal context', node: CONTEXT, many: true, maybe: true },
      { edge: /^internal (?:context|previous)$/, node: 'hidden system / NativeContext' },
      { edge: 'internal embedder_data' },
      { edge: /^hidden / },
    ],
    label: () => 'vm context',
  },
  {
    kind: 'vm',
    path: [
      { edge: 'internal context', node: CONTEXT, many: true, maybe: true },
      { edge: /^internal (?:context|previous)$/, node: 'hidden system / NativeContext' },
      { edge: /^(?:internal|context|property|hidden) /, node: 'object' },
    ],
    label: () => 'vm context',
  },
  {
    kind: 'element',
    path: [
      { edge: /^internal (?:elements|properties)$/, node: 'array' },
      { edge: /^(?:internal|element) \d+$/ },
    ],
    label: ({ steps }) => `[${steps[1].edge.name}]`,
  },
  {
    kind: 'field',
    path: [{ edge: 'property __proto__' }],
    label: () => 'prototype',
  },
  {
    kind: 'field',
    path: [{ edge: /^property <symbol / }],
    label: ({ steps }) => symbolText(steps[0].edge.name),
  },
  {
    kind: 'field',
    path: [{ edge: /^property / }],
    label: ({ steps }) => propertyLabel(steps[0].edge.name),
  },
];

module.exports = { rules };
