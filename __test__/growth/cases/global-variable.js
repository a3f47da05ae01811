'use strict';

// An array that is a property of the global object.

class Hit {}

globalThis.hits = [];

exports.leak = () => {
  globalThis.hits.push(new Hit());
};
exports.clean = () => {
  globalThis.hits.push(new Hit());
  globalThis.hits.pop();
};
exports.growth = [{ name: 'Global › .hits (Array)', className: 'Hit', perLoop: 1 }];
