'use strict';

// A module whose exports are no plain object but a Map.

const registry = require('../lib/registry.js');

class Service {}

function register(track) {
  registry.set('mail', track(new Service(), 'service'));
}

exports.leak = (track) => register(track);
exports.clean = (track) => {
  register(track);
  registry.delete('mail');
};
exports.culprit = [/require cache\s+.*lib\/registry\.js/, /exports\s+Map/, /\["mail"\]\s+Service/];
