'use strict';

// gc-tracker/chai, with chai 4 and the current one in mocha: what fails and with which message.

const assert = require('node:assert');
const { after, before, describe, test } = require('node:test');
const { reported, run, suitesOf } = require('./run.js');
const { installTracker } = require('../packages/tracker.js');
const { someNodes } = require('../runtimes');

before(installTracker);

for (const node of someNodes()) {
  describe(`chai on ${node.name}`, () => {
    const folder = suitesOf({ after }, 'chai');

    for (const chai of ['chai', 'chai4']) {
      test(`the report, with ${chai}`, async () => {
        const args = ['--timeout', '60000', 'suite.mjs'];
        const { code, stdout } = await run(node, folder, ['node_modules/mocha/bin/mocha.js', ...args], {
          CHAI: chai,
        });
        assert.strictEqual(stdout, reported('chai'));
        assert.strictEqual(code, 4);
      });
    }

    test('CommonJS', async () => {
      const program = `
        const chai = require('chai4').use(require('gc-tracker/chai'));
        chai.expect(require('gc-tracker').trackGC({})).to.be.collected().then(() => console.log('collected'));
      `;
      const { stdout } = await run(node, folder, ['--eval', program]);
      assert.strictEqual(stdout, 'collected\n');
    });
  });
}
