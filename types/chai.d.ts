/**
 * Adds assertions to chai: docs/testing.md.
 *
 * @module
 */

import type { AssertOptions } from './index.js';

declare global {
  namespace Chai {
    interface Assertion {
      /**
       * Takes a handle of `trackGC`, or an array of handles. Passes if `assertCollected` resolves. Its
       * message is the report of the LeakError. Any other error is thrown unchanged. It is asynchronous:
       * `await` it.
       *
       * @example
       * await expect(tracked).to.be.collected(); // what trackGC has returned
       */
      collected(options?: AssertOptions | undefined): Promise<void>;
      /**
       * Takes a function `(track) => …`. Passes if `assertNoLeaks` rejects with a LeakError. Any other error
       * of the function is thrown unchanged. It is asynchronous: `await` it.
       *
       * @example
       * await expect((track: Track) => { track(new Session()); }).to.not.leak();
       */
      leak(options?: AssertOptions | undefined): Promise<void>;
    }
  }
}

/** The plug-in, for `chai.use`. */
declare const gcTracker: (chai: unknown, utils: unknown) => void;
export = gcTracker;
