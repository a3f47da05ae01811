'use strict';

// What modules export.

const { propertyLabel } = require('../labels.js');
const { CONTEXT, INDEX, VARIABLE } = require('./patterns.js');
const { exportLabel } = require('../modules.js');
const { variableLabel } = require('../variables.js');

const COMMON_JS = /^object (?:Builtin)?Module$/;
const MODULE = 'hidden system / SourceTextModule';
/** From an ES module to what it exports. */
const EXPORT = [
  { edge: /^hidden /, node: 'array' },
  { edge: INDEX, node: 'hidden system / Cell' },
  { edge: 'internal value' },
];
/** Node.js keeps the exports twice. */
const EXPORTS = /^property (?:exports|<symbol node:module_export>)$/;

/** `exports.name`, or `getter exports.name`: compilers export getters. */
function exportedLabel(name) {
  const [, kind = '', property = name] = /^([gs]et )(\S+)$/.exec(name) ?? [];
  return `${kind.replace(' ', 'ter ')}exports${propertyLabel(property)}`;
}

module.exports = [
  {
    // vitest exports getters, which lead to all variables of the module.
    kind: 'variable',
    from: 'object EvaluatedModuleNode',
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
    label: ({ steps }) => exportedLabel(steps[1].edge.name),
  },
  { kind: 'export', from: COMMON_JS, path: [{ edge: EXPORTS }], label: () => 'exports' },
  {
    kind: 'export',
    from: CONTEXT,
    path: [{ edge: 'context exports', node: 'object' }, { edge: /^property (?!__proto__|constructor)/ }],
    label: ({ steps }) => exportedLabel(steps[1].edge.name),
  },
  { kind: 'export', from: MODULE, path: EXPORT, label: exportLabel },
  {
    // Of a module that was made with vm.SourceTextModule.
    kind: 'export',
    path: [
      { edge: 'property <symbol kWrap>', node: 'object ModuleWrap' },
      { edge: /^internal /, node: MODULE },
      ...EXPORT,
    ],
    label: ({ steps, ...match }) => exportLabel({ ...match, steps: steps.slice(2) }),
  },
  {
    kind: 'field',
    from: 'object Module',
    path: [{ edge: /^property <symbol node:module_(?:first_|last_)?parent>$/, node: 'object Module' }],
    label: () => '.parent',
  },
];
