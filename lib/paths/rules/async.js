'use strict';

// Promises and what waits for them, suspended functions, and AsyncLocalStorage.

const { CONTEXT, INDEX, OUTER, SLOT, TABLE, VARIABLE } = require('./patterns.js');
const { pendingLabel } = require('../values.js');
const { suspendedVariable } = require('../variables.js');

const GENERATOR = /^object (?:Async)?(?:Generator|.*Generator Object)$|^object \S+$/;
const STORE = /^property <symbol (?:kResourceStore|kAsyncContextFrame|context_frame|.*AsyncLocalStorage.*)>/;
const FRAME = 'object AsyncContextFrame';
/** A promise's reactions, the latest first. */
const REACTION = { edge: 'internal reactions_or_result', node: 'hidden system / PromiseReaction' };
const EARLIER = { edge: /^hidden /, node: 'hidden system / PromiseReaction', many: true, maybe: true };

module.exports = [
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
    // Promise.all and the like keep settled values until all are settled.
    kind: 'value',
    from: 'closure',
    path: [{ edge: 'internal context', node: CONTEXT }, { edge: /^hidden /, node: 'array' }, { edge: INDEX }],
    label: () => 'settled value',
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
];
