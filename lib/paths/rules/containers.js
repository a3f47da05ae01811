'use strict';

// Entries of collections, and plain properties as the last rules.

const { propertyLabel } = require('../labels.js');
const { INDEX, TABLE } = require('./patterns.js');
const { entryLabel, listedLabel, symbolText } = require('../values.js');
const { printable } = require('../../util/text.js');

/** V8 has a second edge to properties and elements: from the list of all. */
const LIST = /^internal (?:elements|properties)$/;
const AT = /^(?:internal|hidden|element) \d+$/;

module.exports = [
  {
    kind: 'entry',
    path: [TABLE, { edge: / part of key \(.*\) -> value \(.*\) pair in (?:WeakMap|WeakSet|ephemeron)/is }],
    label: ({ steps }) => `[${printable(/part of key \((.*?)\) -> value/is.exec(steps[1].edge.name)[1])}]`,
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
    // In the list of all cells, or in a table by its token.
    path: [
      { edge: /^hidden /, node: 'array', maybe: true },
      { edge: /^(?:hidden|internal) /, node: 'hidden system / WeakCell', many: true },
      { edge: /^(?:hidden|internal) / },
    ],
    label: () => 'held value',
  },
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
    kind: 'field',
    path: [{ edge: LIST }, { edge: AT, node: 'hidden system / PropertyCell' }, { edge: 'internal value' }],
    label: listedLabel,
  },
  { kind: 'field', path: [{ edge: LIST }, { edge: AT }], label: listedLabel },
  {
    kind: 'job',
    from: /^synthetic /,
    path: [{ edge: 'internal weak_refs_keep_during_job', node: 'array' }, { edge: INDEX }],
    label: ({ previous }) => {
      previous.note = 'WeakRefs, until the job ends';
      return '';
    },
  },
  // The lists of V8's roots are numbered.
  { kind: 'root', from: /^synthetic /, path: [{ edge: /^element / }], label: () => '' },
  {
    kind: 'field',
    path: [{ edge: 'property __proto__' }],
    label: () => 'prototype',
  },
  {
    kind: 'field',
    path: [{ edge: /^property <symbol[ >]/ }],
    label: ({ steps }) => symbolText(steps[0].edge.name),
  },
  {
    kind: 'field',
    path: [{ edge: /^property [gs]et \S+$/, node: 'closure' }],
    label: ({ steps }) => printable(steps[0].edge.name.replace(' ', 'ter ')),
  },
  {
    kind: 'field',
    path: [{ edge: /^property / }],
    label: ({ steps }) => propertyLabel(steps[0].edge.name),
  },
];
