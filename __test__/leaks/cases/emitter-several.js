'use strict';

// One of several listeners of the same event: the emitter has an array of them.

const { EventEmitter } = require('node:events');

class Cell {
  dirty = false;
}

const sheet = new EventEmitter();
sheet.on('edit', function save() {});
sheet.on('edit', function log() {});

function bind(track) {
  const cell = track(new Cell(), 'cell');
  const markDirty = () => {
    cell.dirty = true;
  };
  sheet.on('edit', markDirty);
  return markDirty;
}

exports.sheet = sheet;
exports.leak = (track) => {
  bind(track);
};
exports.clean = (track) => {
  sheet.removeListener('edit', bind(track));
};
exports.culprit = [
  /require cache\s+.*emitter-several\.js/,
  /exports\.sheet\s+EventEmitter/,
  /edit/,
  /markDirty/,
  /emitter-several\.js:17/,
  /\bcell\s+Cell/,
];
