'use strict';

// What functions close over and are bound to, and what stacks of errors keep.

const { CONTEXT, INDEX, OUTER, SLOT, VARIABLE } = require('./patterns.js');
const { variableLabel } = require('../variables.js');

const CALL_SITE = 'hidden system / CallSiteInfo';

module.exports = [
  { kind: 'variable', path: VARIABLE, label: variableLabel },
  {
    kind: 'variable',
    from: CONTEXT,
    path: [OUTER, ...SLOT],
    label: variableLabel,
  },
  { kind: 'bound', path: [{ edge: 'internal bound_this' }], label: () => 'bound this' },
  {
    kind: 'bound',
    path: [{ edge: /^shortcut bound_argument_/ }],
    label: ({ steps }) => `bound argument ${Number(steps[0].edge.name.slice(15)) + 1}`,
  },
  { kind: 'bound', path: [{ edge: 'internal bound_function' }], label: () => 'bound function' },
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
    kind: 'own callback',
    from: 'object SlotTable',
    path: [{ edge: 'property #chunks' }, { edge: /^element /, node: 'object Array' }, { edge: /^element / }],
    label: () => 'trackGC callback',
  },
  {
    kind: 'own callback',
    from: 'object Tracked',
    path: [{ edge: 'property #callback' }],
    label: () => 'trackGC callback',
  },
];
