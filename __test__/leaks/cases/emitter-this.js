'use strict';

// A method that is an arrow function in a field: its `this` is the object.

const { EventEmitter } = require('node:events');

class View {
  fresh = false;

  refresh = () => {
    this.fresh = true;
  };
}

const store = new EventEmitter();

function mount(track) {
  const view = track(new View(), 'view');
  store.on('change', view.refresh);
  return view.refresh;
}

exports.store = store;
exports.leak = (track) => {
  mount(track);
};
exports.clean = (track) => {
  store.off('change', mount(track));
};
exports.culprit = [
  /require cache\s+.*emitter-this\.js/,
  /exports\.store\s+EventEmitter/,
  /change/,
  /refresh/,
  /emitter-this\.js:10/,
  /\bthis\s+View/,
];
