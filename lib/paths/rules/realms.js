'use strict';

// vm contexts and frames, by their global objects and by what their scripts declare.

const { CONTEXT, SLOT } = require('./patterns.js');
const { realmLabel } = require('../values.js');
const { realmVariable } = require('../variables.js');

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
const LEADS_TO = /^internal (?:context|previous|native_context)$/;
const SCRIPT = [
  { edge: 'internal script_context_table' },
  { edge: /^(?:internal|hidden) \d+$/, node: CONTEXT },
  ...SLOT,
];

module.exports = [
  {
    kind: 'vm',
    path: [{ edge: 'property <symbol node:contextify:context>' }, ...REALM, ...SCRIPT],
    label: realmVariable,
  },
  {
    kind: 'vm',
    path: [
      { edge: 'property <symbol node:contextify:context>' },
      ...REALM,
      { edge: /^internal (?:global_object|security_token)$/, maybe: true },
    ],
    label: realmLabel,
  },
  {
    kind: 'vm',
    path: [
      { edge: 'internal context', node: CONTEXT, many: true, maybe: true },
      { edge: LEADS_TO, node: 'hidden system / NativeContext' },
      ...SCRIPT,
    ],
    label: realmVariable,
  },
  {
    kind: 'vm',
    path: [
      { edge: 'internal context', node: CONTEXT, many: true, maybe: true },
      { edge: LEADS_TO, node: 'hidden system / NativeContext' },
      { edge: 'internal embedder_data' },
      { edge: /^hidden / },
    ],
    label: realmLabel,
  },
  {
    kind: 'vm',
    path: [
      { edge: 'internal context', node: CONTEXT, many: true, maybe: true },
      { edge: LEADS_TO, node: 'hidden system / NativeContext' },
      { edge: /^(?:internal|context|property|hidden) /, node: 'object' },
    ],
    label: realmLabel,
  },
];
