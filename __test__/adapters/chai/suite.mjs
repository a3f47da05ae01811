// In mocha; CHAI says which version of chai.

import assert from 'node:assert';
import { trackGC } from 'gc-tracker';
import plugin from 'gc-tracker/chai';

const chai = await import(process.env.CHAI);
const { expect } = (chai.default ?? chai).use(plugin);

const kept = [];

function make(keep) {
  const target = {};
  if (keep) kept.push(target);
  return trackGC(target, undefined, { label: 'thing' });
}

const passing = (track) => {
  track({});
};
const leaking = (track) => {
  kept.push(track({}, 'thing'));
};

const unexplained = { explain: false };

it('what nothing holds is collected', async () => {
  await expect(make(false)).to.be.collected();
  await expect([make(false), make(false)]).to.be.collected();
});

it('what something holds is not', async () => {
  await expect(make(true)).to.not.be.collected(unexplained);
});

it('a leak fails', async () => {
  await expect(make(true)).to.be.collected();
});

it('none fails the contrary', async () => {
  await expect(make(false), 'a thing').not.to.be.collected();
});

it('a function', async () => {
  await expect(passing).to.not.leak();
  await expect(leaking).to.leak(unexplained);
});

it('a function that leaks fails', async () => {
  await expect(leaking).to.not.leak();
});

it('one that does not fails the contrary', async () => {
  await expect(passing).to.leak();
});

it('other errors are passed on', async () => {
  const error = new Error('its own');
  const failing = () => {
    throw error;
  };
  await assert.rejects(expect(failing).to.not.leak(), (rejected) => rejected === error);
  await assert.rejects(expect({}).to.be.collected(), { code: 'ERR_GC_TRACKER_INVALID_HANDLE' });
});
