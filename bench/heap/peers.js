'use strict';

// Makes sure of what the chosen contenders need, each thing once: npm packages, Rust programs, the oracle's
// bundle of DevTools. What fails makes its contenders "not available"; without the meter nothing can run.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { oracle, root } = require('./contenders/index.js');
const { build } = require('./native.js');

const steps = {
  analyzer() {
    const entry = path.join(root, 'lib/heap/index.js');
    if (!fs.existsSync(entry)) throw new Error('gc-tracker/heap is not there');
    require(entry);
  },
  'v8-heap-parser': () => build('v8-heap-parser'),
  npm(tell) {
    if (fs.existsSync(path.join(__dirname, 'node_modules', '.package-lock.json'))) return;
    tell('installing the peers of the bench (npm ci in bench/heap/)');
    // No install scripts: one of them downloads a browser.
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    const { status, error, stderr } = spawnSync('npm', args, { cwd: __dirname, encoding: 'utf8' });
    if (status !== 0) throw new Error(`npm ci: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  },
  oracle: () => require(oracle).install(),
};

/** Resolves to what is missing: { step: reason }. */
async function installPeers(contenders, tell) {
  build('native');
  const missing = {};
  for (const step of new Set(contenders.flatMap(({ needs }) => needs))) {
    try {
      await steps[step](tell);
    } catch (error) {
      missing[step] = error.message.split('\n')[0];
      tell(`${step}: ${missing[step]}`);
    }
  }
  return missing;
}

module.exports = { installPeers };
