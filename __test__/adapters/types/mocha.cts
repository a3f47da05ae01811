// A strict CommonJS consumer of mocha.

/// <reference types="mocha" />

import gcTracker = require('gc-tracker');
import { allowLeaks, mochaHooks } from 'gc-tracker/mocha';

const hooks: Mocha.RootHookObject = mochaHooks;

it('may leak', function () {
  allowLeaks(this, 'a cache');
  gcTracker.trackGC(hooks);
  // @ts-expect-error: a reason is needed
  allowLeaks(this);
  // @ts-expect-error: a reason in words
  allowLeaks(this, true);
});

it('has no this', () => {
  // @ts-expect-error: an arrow function has none
  allowLeaks(this, 'a cache');
});
