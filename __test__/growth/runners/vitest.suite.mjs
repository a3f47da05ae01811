import { test } from 'vitest';
import cases from './cases.js';

cases((name, body) => test(name, body, 60_000));
