'use strict';

// A listener that is never removed from an emitter that lives as long as the program.

const { EventEmitter } = require('node:events');

class View {
  refresh() {
    this.fresh = true;
  }
}

const store = new EventEmitter();

function mount(track) {
  const view = track(new View(), 'view');
  const onChange = () => view.refresh();
  store.on('change', onChange);
  return onChange;
}

exports.store = store;
exports.leak = (track) => {
  mount(track);
};
exports.clean = (track) => {
  store.off('change', mount(track));
};
exports.culprit = [
  /require cache\s+.*emitter-listener\.js/,
  /exports\.store\s+EventEmitter/,
  /change/,
  /onChange/,
  /emitter-listener\.js:17/,
  /\bview\s+View/,
];
