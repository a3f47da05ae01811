import { trackGC } from 'gc-tracker';
import { describe, expect, test, vi } from 'vitest';

const kept = [];

function make(keep) {
  const target = {};
  if (keep) kept.push(target);
  return trackGC(target);
}

/** The report takes a second or two, and most tests do not look at it. */
const unexplained = { explain: false };

const passing = (track) => {
  track({});
};
const leaking = (track) => {
  kept.push(track({}));
};

test('what nothing holds is collected', async () => {
  await expect(make(false)).toBeCollected();
  await expect([make(false), make(false)]).toBeCollected();
});

test('what something holds is not', async () => {
  await expect(make(true)).not.toBeCollected();
  await expect([make(false), make(true)]).not.toBeCollected(unexplained);
});

test('a leak fails', async () => {
  await expect(make(true)).toBeCollected(unexplained);
});

test('a leak of several fails', async () => {
  await expect([make(false), make(true)]).toBeCollected(unexplained);
});

test('none fails the contrary', async () => {
  await expect(make(false)).not.toBeCollected();
});

test('a function', async () => {
  await expect(passing).not.toLeak();
  await expect(leaking).toLeak(unexplained);
});

test('a function that leaks fails', async () => {
  await expect(leaking).not.toLeak(unexplained);
});

test('one that does not fails the contrary', async () => {
  await expect(passing).toLeak();
});

test('what a function throws is passed on', async () => {
  const error = new Error('its own');
  const failing = (track) => {
    leaking(track);
    throw error;
  };
  await expect(expect(failing).not.toLeak()).rejects.toBe(error);
  await expect(expect(failing).toLeak()).rejects.toBe(error);
});

test('bad arguments', async () => {
  const code = (value) => expect.objectContaining({ code: value });
  await expect(expect({}).toBeCollected()).rejects.toEqual(code('ERR_GC_TRACKER_INVALID_HANDLE'));
  await expect(expect({}).not.toLeak()).rejects.toEqual(code('ERR_GC_TRACKER_INVALID_CALLBACK'));
  const options = { cycles: 0 };
  await expect(expect(passing).toLeak(options)).rejects.toEqual(code('ERR_GC_TRACKER_INVALID_OPTIONS'));
});

test('known retainers', async () => {
  const options = { knownRetainers: [{ match: () => true, reason: 'the list of this suite' }] };
  await expect(leaking).not.toLeak(options);
});

describe('at the same time', () => {
  const at = async (keep, other) => {
    const results = await Promise.allSettled([keep, other].map((one) => expect(make(one)).toBeCollected()));
    return results.map(({ status }) => status);
  };

  test('two leaks', async () => {
    expect(await at(true, true)).toEqual(['rejected', 'rejected']);
  });

  test('a leak and none', async () => {
    expect(await at(true, false)).toEqual(['rejected', 'fulfilled']);
  });
});

test('timers that stand still', async () => {
  vi.useFakeTimers();
  await expect(make(false)).toBeCollected();
  await expect(make(true)).not.toBeCollected();
  vi.useRealTimers();
});

describe.concurrent('tests at the same time, with their own expect', () => {
  test('one', async ({ expect }) => {
    await expect(make(false)).toBeCollected();
  });

  test('and the other', async ({ expect }) => {
    await expect(make(true)).not.toBeCollected();
  });
});
