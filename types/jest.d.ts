/**
 * Matchers of jest, for `setupFilesAfterEnv`: docs/testing.md.
 *
 * @module
 */

import type { AssertOptions } from './index.js';

/**
 * Matchers of jest, once `setupFilesAfterEnv` has `gc-tracker/jest`. Both are asynchronous: `await` them.
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
  namespace jest {
    // `@types/jest`
    interface Matchers<R, T> extends CollectionMatchers {}
  }
}

declare module 'expect' {
  // `@jest/globals`
  interface Matchers<R extends void | Promise<void>, T> extends CollectionMatchers {}
}
