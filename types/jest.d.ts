/**
 * Adds matchers to jest, by `setupFilesAfterEnv`: docs/testing.md.
 *
 * @module
 */

import type { AssertOptions } from './index.js';

/**
 * The matchers that jest has if `setupFilesAfterEnv` lists `gc-tracker/jest`. Both are asynchronous: `await`
 * them.
 *
 * @example
 * await expect(tracked).toBeCollected(); // what trackGC has returned
 * await expect((track: Track) => { track(new Session()); }).not.toLeak();
 */
export interface CollectionMatchers {
  /**
   * Takes a handle of `trackGC`, or an array of handles. Passes if `assertCollected` resolves. Its message is
   * the report of the LeakError. Any other error is thrown unchanged.
   */
  toBeCollected(options?: AssertOptions | undefined): Promise<void>;
  /**
   * Takes a function `(track) => …`. Passes if `assertNoLeaks` rejects with a LeakError. Any other error of
   * the function is thrown unchanged.
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
