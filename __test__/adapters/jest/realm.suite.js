// What only jest does: timers of its own, modules that are loaded again, and globals of the suite's realm.

const early = require('gc-tracker');

const kept = [];

function make({ trackGC }, target) {
  return trackGC(target);
}

const keep = (target) => {
  kept.push(target);
  return target;
};

test('timers that stand still', async () => {
  jest.useFakeTimers();
  await expect(make(early, {})).toBeCollected();
  await expect(make(early, keep({}))).not.toBeCollected();
  jest.useRealTimers();
});

test('modules that are loaded again', async () => {
  jest.resetModules();
  const late = require('gc-tracker');
  expect(late).not.toBe(early);
  await expect(make(early, {})).toBeCollected();
  await expect(make(early, keep({}))).not.toBeCollected();
  await expect(make(late, {})).toBeCollected();
  await expect(make(late, keep({}))).not.toBeCollected();
});

test('errors of this realm', async () => {
  const { assertCollected, LeakError } = early;
  const failed = assertCollected(make(early, keep({})), { explain: false });
  await expect(failed).rejects.toBeInstanceOf(LeakError);
  await expect(failed).rejects.toBeInstanceOf(Error);
});

test('objects of another realm', async () => {
  const { runInNewContext } = require('node:vm');
  await expect(make(early, runInNewContext('({})'))).toBeCollected();
  await expect(make(early, runInNewContext('(class {})'))).toBeCollected();
});
