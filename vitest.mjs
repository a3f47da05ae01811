// For `setupFiles`.

import { expect } from 'vitest';
import matchers from './lib/adapters/matchers.js';

expect.extend(matchers);
