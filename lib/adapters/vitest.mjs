// For `setupFiles`: adds the matchers to vitest.

import { expect } from 'vitest';
import matchers from './matchers.js';

expect.extend(matchers);
