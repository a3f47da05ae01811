'use strict';

// For `setupFilesAfterEnv`: adds the matchers to jest. jest itself provides `@jest/globals`, installed or not.

const { expect } = require('@jest/globals');
const matchers = require('./matchers.js');

expect.extend(matchers);
