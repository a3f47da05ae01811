'use strict';

// The examples of prometheus.d.ts and opentelemetry.d.ts run as they stand.

const assert = require('node:assert');
const { execFile } = require('node:child_process');
const process = require('node:process');
const { test } = require('node:test');
const { promisify } = require('node:util');
const { examplesOf } = require('../docs/examples-of.js');
const { place } = require('./place.js');

for (const entry of ['prometheus', 'opentelemetry']) {
  test(`the example of ${entry}.d.ts runs`, async (t) => {
    const [example, ...others] = examplesOf(`${entry}.d.ts`);
    assert.deepStrictEqual(others, []);
    const program = `const { trackGC } = require('gc-tracker');
      const { monitorMemory } = require('gc-tracker/monitor');
      const { registerMetrics } = require('gc-tracker/${entry}');
      (async () => { ${example} monitor.dispose(); })();`;
    const options = { cwd: place(t, []), timeout: 60_000 };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', program], options);
    assert.strictEqual(stderr, '');
    if (entry === 'prometheus') assert.match(stdout, /^gc_tracker_live_objects\{label="session"\} [01]$/m);
  });
}
