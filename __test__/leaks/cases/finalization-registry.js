'use strict';

// A FinalizationRegistry keeps what its callback will get, for as long as what was registered lives.

class Lease {}
class Resource {}

const resource = new Resource();
const leases = new FinalizationRegistry(() => {});

function lend(track) {
  leases.register(resource, track(new Lease(), 'lease'), resource);
}

exports.resource = resource;
exports.leases = leases;
exports.leak = (track) => lend(track);
exports.clean = (track) => {
  lend(track);
  leases.unregister(resource);
};
exports.culprit = [
  /require cache\s+.*finalization-registry\.js/,
  /exports\.leases\s+FinalizationRegistry/,
  /held value/,
  /Lease/,
];
