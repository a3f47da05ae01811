'use strict';

// How V8 and Node.js lay out what a developer wrote, as data: a rule's `path` (see match.js) are the steps that it reads
// as one. `label` says what the reference is called, given { view, from, steps, previous }: the node before, the steps
// matched, and the readable step before, to which it may add; without it the last step's own edge does. `kind` names the
// rule in the result. The first rule that matches counts, so the longer ones come first.

const { edgeLabel, propertyLabel } = require('./labels.js');
const {
  exportLabel,
  entryLabel,
  eventName,
  keyOf,
  pendingLabel,
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

/** Contexts, innermost first, then a variable of one of them, which V8 may keep in a cell. */
const OUTER = { edge: 'internal previous', node: CONTEXT, many: true, maybe: true };
const SLOT = [{ edge: /^context / }, { from: 'hidden system / ContextCell', edge: /^hidden /, maybe: true }];
const VARIABLE = [{ edge: 'internal context', node: CONTEXT }, OUTER, ...SLOT];
/** A promise's reactions, the latest first. */
const REACTION = { edge: 'internal reactions_or_result', node: 'hidden system / PromiseReaction' };
const EARLIER = { edge: /^hidden /, node: 'hidden system / PromiseReaction', many: true, maybe: true };
/** From a vm context's object to its native context, and on to what its scripts declare with let, const and class. */
const REALM = [
  { edge: 'property __proto__', maybe: true },
  { edge: 'property constructor', maybe: true },
  {
    edge: /^(?:internal context|element \d+|internal \w+)$/,
    node: 'hidden system / NativeContext',
    maybe: true,
  },
];
const SCRIPT = [
  { edge: 'internal script_context_table' },
  { edge: /^(?:internal|hidden) \d+$/, node: CONTEXT },
  ...SLOT,
];
const CALL_SITE = 'hidden system / CallSiteInfo';

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
    label: exportLabel,
  },
  {
    kind: 'timer',
    from: 'object TimersList',
    path: [{ edge: /^property _idle(?:Next|Prev)$/, node: 'object Timeout', many: true }],
    label: ({ view, steps }) => timerLabel(view, steps.at(-1).node),
  },
  {
    kind: 'callback',
    from: 'object CallbackTable',
    path: [{ edge: 'property #chunks' }, { edge: /^element /, node: 'object Array' }, { edge: /^element / }],
    label: () => 'trackGC callback',
  },
  {
    kind: 'callback',
    from: 'object Tracked',
    path: [{ edge: 'property #callback' }],
    label: () => 'trackGC callback',
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
      REACTION,
      EARLIER,
      { edge: /^hidden /, node: 'closure' },
      { edge: 'internal context', node: CONTEXT },
      { edge: 'internal extension', node: 'object' },
    ],
    label: pendingLabel('awaited by'),
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
    path: [REACTION, EARLIER, { edge: /^hidden /, node: 'closure' }],
    label: pendingLabel('then callback'),
  },
  {
    kind: 'reaction',
    from: 'object Promise',
    path: [REACTION, EARLIER, { edge: /^hidden /, node: FRAME }, TABLE, { edge: INDEX }],
    label: () => 'AsyncLocalStorage store',
  },
  {
    kind: 'reaction',
    from: 'object Promise',
    path: [REACTION, EARLIER, { edge: /^hidden /, node: 'object' }],
    label: pendingLabel('then'),
  },
  {
    kind: 'value',
    from: 'object Promise',
    path: [{ edge: 'internal reactions_or_result' }],
    label: () => 'settled value',
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
    path: VARIABLE,
    label: suspendedVariable,
  },
  {
    kind: 'local',
    from: 'object',
    path: [
      { edge: 'internal parameters_and_registers', node: 'array' },
      { edge: INDEX, node: CONTEXT },
      OUTER,
      ...SLOT,
    ],
    label: suspendedVariable,
  },
  { kind: 'variable', path: VARIABLE },
  {
    kind: 'variable',
    from: CONTEXT,
    path: [OUTER, ...SLOT],
  },
  {
    kind: 'entry',
    path: [TABLE, { edge: / part of key \(.*\) -> value \(.*\) pair in (?:WeakMap|WeakSet|ephemeron)/is }],
    label: ({ steps }) => `[${/part of key \((.*?)\) -> value/s.exec(steps[1].edge.name)[1]}]`,
  },
  {
    kind: 'entry',
    path: [{ edge: / part of key \(.*\) -> value \(.*\) pair in WeakMap/s }],
    label: () => 'value in a WeakMap',
  },
  {
    kind: 'entry',
    path: [TABLE, { edge: INDEX }],
    label: entryLabel,
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
    kind: 'entry',
    from: /^object (?:Map|Set) ?Iterator/,
    path: [{ edge: /^(?:hidden|internal) /, node: 'array' }, { edge: INDEX }],
    label: entryLabel,
  },
  {
    kind: 'element',
    from: 'object Table',
    path: [{ edge: /^hidden /, node: 'array' }, { edge: INDEX }],
    label: ({ steps }) => `[${steps[1].edge.name}]`,
  },
  {
    kind: 'stack frame',
    path: [
      { edge: 'property <symbol>', node: /^array|ErrorStackData/ },
      { edge: INDEX, node: CALL_SITE },
      { edge: /^hidden / },
    ],
    label: () => 'stack frame',
  },
  {
    kind: 'stack frame',
    from: /^object \w*Error$/,
    path: [{ edge: 'property <symbol>', node: 'array' }, { edge: INDEX }],
    label: () => 'stack frame',
  },
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
    path: [{ edge: 'property <symbol node:contextify:context>' }, ...REALM, ...SCRIPT],
    label: ({ steps }) =>
      `vm context, ${edgeLabel(steps.findLast(({ edge }) => edge.type === 'context').edge)}`,
  },
  {
    kind: 'vm',
    path: [
      { edge: 'property <symbol node:contextify:context>' },
      ...REALM,
      { edge: /^internal (?:global_object|security_token)$/, maybe: true },
    ],
    label: () => 'vm context',
  },
  {
    kind: 'vm',
    path: [
      { edge: 'internal context', node: CONTEXT, many: true, maybe: true },
      { edge: /^internal (?:context|previous)$/, node: 'hidden system / NativeContext' },
      ...SCRIPT,
    ],
    label: ({ steps }) =>
      `vm context, ${edgeLabel(steps.findLast(({ edge }) => edge.type === 'context').edge)}`,
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
