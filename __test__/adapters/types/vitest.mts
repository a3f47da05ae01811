// A strict consumer of vitest.

import { type Track, trackGC } from 'gc-tracker';
import 'gc-tracker/vitest';
import { expect, test } from 'vitest';

test('handles', async () => {
  const tracked = trackGC({});
  await expect(tracked).toBeCollected();
  await expect([tracked]).not.toBeCollected({ cycles: 2, explain: false });
  const done: Promise<void> = expect(tracked).toBeCollected();
  // @ts-expect-error: an option of the wrong type
  await expect(tracked).toBeCollected({ cycles: '2' });
  // @ts-expect-error: no such option
  await expect(tracked).toBeCollected({ cycle: 2 });
  return done;
});

test('functions', async () => {
  const body = (track: Track) => {
    track({}, 'label');
  };
  await expect(body).not.toLeak();
  await expect(body).toLeak({ timeoutMs: 100 });
  // @ts-expect-error: no matcher
  await expect(body).toLeaks();
});
