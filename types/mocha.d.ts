/**
 * Adds root hooks to mocha. With them, a test fails if a target that it tracked outlives it: docs/testing.md.
 *
 * @module
 */

/** The root hooks, for `mocha --require gc-tracker/mocha`. */
export const mochaHooks: {
  beforeAll(): void;
  beforeEach(): void;
};

/**
 * Allows the running test to leak the targets that it tracks. Pass the test's `this`, which an arrow function
 * does not have. In a `beforeEach` or `afterEach` hook, it allows the leaks of the test that the hook runs
 * for.
 *
 * @throws {TypeError} `ERR_GC_TRACKER_NO_TEST`: the context is not the `this` of the running test.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_REASON`: the reason is not a text, or is empty.
 *
 * @example
 * it('keeps a session in the cache', function () {
 *   allowLeaks(this, 'the cache is shared by all tests');
 *   cache.add(new Session());
 * });
 */
export function allowLeaks(context: object, reason: string): void;
