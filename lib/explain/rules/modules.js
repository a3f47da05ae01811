'use strict';

// What modules export.

const { propertyLabel } = require('../labels.js');
const { CONTEXT, INDEX, VARIABLE } = require('./patterns.js');
const { exportLabel } = require('../modules.js');
const { variableLabel } = require('../variables.js');

const COMMON_JS = /^object (?:Builtin)?Module$/;
const MODULE = 'hidden system / SourceTextModule';
/** Node.js keeps them twice. */
const EXPORTS = /^property (?:exports|<symbol node:module_export>)$/;

module.exports = [
  {
    // Compilers export by getters, which lead to all variables of the module. vitest has modules of its own.
    kind: 'variable',
    from: /^object (?:Module|EvaluatedModuleNode)$/,
    path: [{ edge: EXPORTS }, { edge: /^property get /, node: 'closure' }, ...VARIABLE],
    label: variableLabel,
  },
  {
    kind: 'export',
    from: COMMON_JS,
    path: [
      { edge: EXPORTS, node: /^(?:object|closure) / },
      { edge: /^property (?!__proto__|constructor|prototype)/ },
    ],
    label: ({ steps }) => `exports${propertyLabel(steps[1].edge.name)}`,
  },
  { kind: 'export', from: COMMON_JS, path: [{ edge: EXPORTS }], label: () => 'exports' },
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
];
