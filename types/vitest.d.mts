/**
 * Matchers of vitest, for `setupFiles`: docs/testing.md.
 *
 * @module
 */

import type { AssertOptions } from './index.js';

/**
 * Matchers of vitest, once `setupFiles` has `gc-tracker/vitest`. Both are asynchronous: `await` them.
 *
 * @example
 * await expect(tracked).toBeCollected(); // what trackGC has returned
 * await expect((track: Track) => { track(new Session()); }).not.toLeak();
 */
export interface CollectionMatchers {
  /**
   * Of what `trackGC` returned, or an array of it: holds if `assertCollected` resolves. The report of the
   * LeakError is the message; any other error is passed on.
   */
  toBeCollected(options?: AssertOptions | undefined): Promise<void>;
  /**
   * Of a function `(track) => …`: holds if `assertNoLeaks` rejects with a LeakError. What else the function
   * throws is passed on.
   */
  toLeak(options?: AssertOptions | undefined): Promise<void>;
}

declare global {
  namespace Chai {
    // What vitest's own assertions derive from, in all its versions.
    interface Assertion extends CollectionMatchers {}
  }
}
