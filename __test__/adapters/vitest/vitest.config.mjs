import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    setupFiles: ['gc-tracker/vitest'],
    include: ['*.suite.{mjs,ts}'],
    // Explaining a leak takes longer than vitest waits for, on a busy machine.
    testTimeout: 60_000,
  },
});
