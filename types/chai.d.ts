/**
 * Assertions of chai: docs/testing.md.
 *
 * @module
 */

import type { AssertOptions } from './index.js';

declare global {
  namespace Chai {
    interface Assertion {
      /**
       * Of what `trackGC` returned, or an array of it: holds if `assertCollected` resolves. The report of the
       * LeakError is the message; any other error is passed on. It is asynchronous: `await` it.
       *
       * @example
       * await expect(tracked).to.be.collected(); // what trackGC has returned
       */
      collected(options?: AssertOptions | undefined): Promise<void>;
      /**
       * Of a function `(track) => …`: holds if `assertNoLeaks` rejects with a LeakError. What else the
       * function throws is passed on. It is asynchronous: `await` it.
       *
       * @example
       * await expect((track: Track) => { track(new Session()); }).to.not.leak();
       */
      leak(options?: AssertOptions | undefined): Promise<void>;
    }
  }
}

/** A plug-in, for `chai.use`. */
declare const gcTracker: (chai: unknown, utils: unknown) => void;
export = gcTracker;
