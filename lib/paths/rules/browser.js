'use strict';

// What a page's snapshot has of the browser's C++: timers and listeners.

const WRAPPER = /^native (?:EventListener|V8\w+|ScheduledAction)$/;

module.exports = [
  {
    kind: 'timer',
    path: [
      { node: /^native blink::\w*Backing</, maybe: true },
      { node: /^native blink::.*DOMTimerCoordinator$/ },
      { node: /^native blink::\w*Backing</, maybe: true },
      { node: 'native DOMTimer' },
    ],
    label: () => '',
  },
  {
    kind: 'timer',
    from: 'native DOMTimer',
    path: [{ node: WRAPPER, many: true }, { node: 'closure' }],
    label: () => 'callback',
  },
  {
    kind: 'listener',
    path: [
      { node: 'native blink::EventTargetData' },
      { node: /^native blink::/, many: true, maybe: true },
      { node: WRAPPER, many: true },
      { node: 'closure' },
    ],
    label: () => 'listener',
  },
  {
    // The number counts members of a C++ class, and is no index.
    kind: 'native',
    from: /^native (?!system )/,
    path: [{ edge: /^element / }],
    label: () => '',
  },
];
