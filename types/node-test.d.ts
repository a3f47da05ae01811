/**
 * Adds hooks and assertions to node:test, by `node --test --import gc-tracker/node-test`. With the hooks, a
 * test fails if a target that it tracked outlives it: docs/testing.md.
 *
 * @module
 */

import type { assertCollected, assertNoLeaks } from './index.js';

/**
 * Allows the running test to leak the targets that it tracks. Pass the context `t` that the test receives.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_NO_TEST`: `t` is not the context of a test that gc-tracker watches.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_REASON`: the reason is not a text, or is empty.
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
    // Node.js 22.14 and later: node:test lets packages add assertions.
    interface TestContextAssert {
      /** The same as {@link assertCollected}. */
      collected: typeof assertCollected;
      /** The same as {@link assertNoLeaks}. */
      noLeaks: typeof assertNoLeaks;
    }
  }
}
