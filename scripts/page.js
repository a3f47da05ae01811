'use strict';

// npm run build:page: bundles the page of reports, lib/report/page/, into one script and one style sheet in
// lib/report/built/ (not in git). They are published in place of their sources.

const path = require('node:path');
const esbuild = require('esbuild');

const report = path.resolve(__dirname, '../lib/report');

/** Writes them; with `write: false` the result has them as `outputFiles` instead. */
function buildPage(options) {
  return esbuild.buildSync({
    entryPoints: ['main.js', 'main.css'].map((name) => path.join(report, 'page', name)),
    outdir: path.join(report, 'built'),
    bundle: true,
    minify: true,
    charset: 'utf8',
    ...options,
  });
}

if (require.main === module) buildPage();

module.exports = { buildPage };
