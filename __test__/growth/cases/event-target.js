'use strict';

// Each view listens to an EventTarget that outlives it, once by a function that calls its method.

const changes = new EventTarget();
require('node:events').setMaxListeners(0, changes);

class View {
  render = () => {};
}

function open() {
  const { render } = new View();
  changes.addEventListener('change', render, { once: true });
  return render;
}

exports.changes = changes;
exports.leak = () => {
  open();
};
exports.clean = () => changes.removeEventListener('change', open());
exports.growth = [
  {
    name: 'require cache cases/event-target.js › exports.changes › listener of "change"',
    className: 'Function',
    perLoop: 1,
    path: [/listener of "change" +function .*event-target\.js:\d+/],
  },
];
