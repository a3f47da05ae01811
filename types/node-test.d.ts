/**
 * Hooks of node:test, by which a test fails if what it tracks outlives it, and assertions of its context, for
 * `node --test --import gc-tracker/node-test`: docs/testing.md.
 *
 * @module
 */

import type { assertCollected, assertNoLeaks } from './index.js';

/**
 * Lets the running test leave behind what it tracks. Pass the context `t` that the test is called with.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_NO_TEST`: not the context of a test that gc-tracker watches.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_REASON`: no reason in words.
 *
 * @example
 * test('keeps a session in the cache', (t) => {
 *   allowLeaks(t, 'the cache is shared by all tests');
 *   cache.add(new Session());
 * });
 */
export function allowLeaks(t: object, reason: string): void;

declare module 'node:test' {
  namespace test {
    // Where node:test's assertions can be added to: Node.js 22.14 and later.
    interface TestContextAssert {
      /** {@link assertCollected} */
      collected: typeof assertCollected;
      /** {@link assertNoLeaks} */
      noLeaks: typeof assertNoLeaks;
    }
  }
}
