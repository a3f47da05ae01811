'use strict';

// A DataLoader of the whole program, which remembers all it has loaded: it is meant to be made for each request.

const DataLoader = require('../../packages/require-pinned.js')('dataloader');

class User {}

const users = new DataLoader(async (ids) => ids.map(() => new User()));
let count = 0;

exports.users = users;
exports.leak = () => users.load(count++);
exports.clean = async () => {
  const id = count++;
  await users.load(id);
  users.clear(id);
};
exports.growth = [
  {
    name: 'require cache cases/dataloader.js › exports.users › ._cacheMap (Map)',
    className: 'Promise',
    perLoop: 1,
  },
];
