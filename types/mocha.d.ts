/**
 * Root hooks of mocha, by which a test fails if what it tracks outlives it: docs/testing.md.
 *
 * @module
 */

/** The root hooks, for `mocha --require gc-tracker/mocha`. */
export const mochaHooks: {
  beforeAll(): void;
  beforeEach(): void;
};

/**
 * Lets the running test leave behind what it tracks. Pass its `this`, which an arrow function does not have;
 * in a `beforeEach` or `afterEach` hook it allows the leaks of the test that the hook runs for.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_NO_TEST`: not the `this` of the test that runs.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_REASON`: no reason in words.
 *
 * @example
 * it('keeps a session in the cache', function () {
 *   allowLeaks(this, 'the cache is shared by all tests');
 *   cache.add(new Session());
 * });
 */
export function allowLeaks(context: object, reason: string): void;
