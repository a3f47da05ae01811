'use strict';

// A WeakMap frees nothing as long as its keys live: here one key, a tenant, for whom ever more is remembered.

class Tenant {}
class Visit {}

const tenant = new Tenant();
const visits = new WeakMap([[tenant, []]]);

function visit() {
  visits.get(tenant).push(new Visit());
}

exports.tenant = tenant;
exports.leak = visit;
exports.clean = () => {
  visit();
  visits.set(tenant, []);
};
exports.growth = [
  {
    name: 'require cache cases/weakmap.js › exports.tenant › value in a WeakMap (Array)',
    className: 'Visit',
    perLoop: 1,
  },
];
