'use strict';

// Listeners, and what timers and native handles call.

const { INDEX, TABLE } = require('./patterns.js');
const { eventName, keyOf, timerLabel } = require('../values.js');

module.exports = [
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
    path: [{ edge: 'property _events' }, { edge: /^property /, node: 'object Array' }],
    label: ({ steps }) => `listeners of ${eventName(steps[1].edge.name)}`,
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
      { edge: 'property <symbol kEvents>', node: 'object Map' },
      TABLE,
      { edge: INDEX },
      { edge: 'property next', many: true, maybe: true },
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
    kind: 'timer',
    from: 'object TimersList',
    path: [{ edge: /^property _idle(?:Next|Prev)$/, node: 'object Timeout', many: true }],
    label: ({ view, steps }) => timerLabel(view, steps.at(-1).node),
  },
  {
    kind: 'timer',
    from: 'object Timeout',
    path: [{ edge: 'property _onTimeout' }],
    label: () => 'callback',
  },
  {
    kind: 'timer',
    from: 'object Immediate',
    path: [{ edge: 'property _onImmediate' }],
    label: () => 'callback',
  },
  {
    kind: 'argument',
    path: [{ edge: /^property (?:_timerArgs|_argv)$/, node: 'object Array' }, { edge: /^element / }],
    label: ({ steps }) => `argument ${steps[1].edge.name + 1}`,
  },
  { kind: 'owner', path: [{ edge: /^property <symbol owner_symbol>$/ }], label: () => 'owner' },
];
