'use strict';

// Each view listens by an object, whose method is called, to an EventTarget that outlives it.

const changes = new EventTarget();
require('node:events').setMaxListeners(0, changes);

function open() {
  const listener = { handleEvent() {} };
  changes.addEventListener('change', listener);
  return listener;
}

exports.changes = changes;
exports.leak = () => {
  open();
};
exports.clean = () => changes.removeEventListener('change', open());
exports.growth = [
  {
    name: 'require cache cases/handle-event.js › exports.changes › listener of "change"',
    className: 'Object',
    perLoop: 1,
    path: [/handleEvent +function handleEvent +.*handle-event\.js:\d+/],
  },
];
