// A strict consumer of node:test.

/// <reference types="node" />

import { test } from 'node:test';
import { trackGC } from 'gc-tracker';
import { allowLeaks } from 'gc-tracker/node-test';

test('may leak', async (t) => {
  allowLeaks(t, 'a cache');
  // @ts-expect-error: a reason is needed
  allowLeaks(t);
  // @ts-expect-error: a test's context is an object
  allowLeaks('may leak', 'a cache');
  await t.assert.collected(trackGC({}));
  await t.assert.collected([trackGC({})], { explain: false });
  const result: number = await t.assert.noLeaks(async (track) => {
    track({}, 'label');
    return 1;
  });
  // @ts-expect-error: not a handle
  await t.assert.collected({});
  t.diagnostic(`${result}`);
});
