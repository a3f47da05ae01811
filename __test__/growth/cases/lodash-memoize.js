'use strict';

// lodash.memoize has no limit, and an object as argument is never the same one again.

const memoize = require('../../packages/require-pinned.js')('lodash.memoize');

class Permissions {}

const permissionsOf = memoize(() => new Permissions());

exports.permissionsOf = permissionsOf;
exports.leak = () => {
  permissionsOf({ user: 'alice' });
};
exports.clean = () => {
  permissionsOf('alice');
};
exports.growth = [
  {
    name: 'require cache cases/lodash-memoize.js › exports.permissionsOf › .cache › .__data__ › .map (Map)',
    className: /./,
    perLoop: 1,
  },
];
