import { trackGC } from 'gc-tracker';
import { expect, test } from 'vitest';

const rounds = Array.from({ length: Number(process.env.ROUNDS) }, (_, round) => round);

const make = () => trackGC(Buffer.alloc(10));

test.each(rounds)('passes %i', async () => {
  await expect(make()).toBeCollected();
  await expect((track) => {
    track({});
  }).not.toLeak();
});
