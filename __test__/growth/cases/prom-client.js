'use strict';

// A metric with a label of which there is no end of values, a user's id: each becomes a series of its own.

const { Counter, Registry } = require('../../packages/require-pinned.js')('prom-client');

const register = new Registry();
const requests = new Counter({
  name: 'requests',
  help: 'Requests',
  labelNames: ['user'],
  registers: [register],
});
let count = 0;

exports.requests = requests;
exports.leak = () => requests.inc({ user: `user-${count++}` });
exports.clean = () => {
  const labels = { user: `user-${count++}` };
  requests.inc(labels);
  requests.remove(labels);
};
exports.growth = [
  {
    name: 'require cache cases/prom-client.js › exports.requests › .hashMap (Object)',
    className: 'Object',
    perLoop: 1,
  },
];
