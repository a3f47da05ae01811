'use strict';

// An async function that sleeps for hours.

const { setTimeout: sleep } = require('node:timers/promises');

class Lease {
  renewed = 0;
}

async function renew(track, signal) {
  const lease = track(new Lease(), 'lease');
  await sleep(10_800_000, undefined, { signal });
  lease.renewed++;
}

exports.leak = (track) => {
  renew(track);
};
exports.clean = async (track) => {
  const controller = new AbortController();
  const renewed = renew(track, controller.signal);
  controller.abort();
  await renewed.catch(() => {});
};
exports.culprit = [/tim(er|eout)/i, /async function renew/, /async-sleep\.js:13/, /\blease\s+Lease/];
exports.hint = /held only by variable lease of async function renew/;
