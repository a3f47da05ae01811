'use strict';

// Plain objects in plain objects.

const state = { ui: { panels: { left: null } } };

class Panel {}

function show(track) {
  state.ui.panels.left = track(new Panel(), 'panel');
}

exports.state = state;
exports.leak = (track) => show(track);
exports.clean = (track) => {
  show(track);
  state.ui.panels.left = null;
};
exports.culprit = [
  /require cache\s+.*nested-objects\.js/,
  'exports.state',
  '.ui',
  '.panels',
  /\.left\s+Panel/,
];
