'use strict';

// Bundles what analyzes a heap snapshot, of Chrome DevTools' sources from npm, into one file beside them. Does nothing if that
// was done with these versions.

const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { hash } = require('../../../scripts/aside.js');
const { pinned } = require('../../packages');

const folder = path.resolve(__dirname, '../../packages/pinned');
const modules = path.join(folder, 'node_modules');
const bundle = path.join(modules, '.oracle', 'devtools.mjs');
const stamp = path.join(modules, '.oracle', 'stamp');

const sources = path.join(modules, 'chrome-devtools-frontend', 'front_end');
const worker = path.join(sources, 'entrypoints', 'heap_snapshot_worker');

const entry = `
  export { HeapSnapshotLoader } from './HeapSnapshotLoader.ts';
  export { SecondaryInitManager } from './HeapSnapshot.ts';
`;

// Progress texts are not translated here, and the table of locales is missing in the package: DevTools'
// own build makes it.
const untranslated = 'module.exports = { i18n: { serializeUIString: (text) => text } };';

/** What the bundle is made of: a change of one of these makes it anew. */
const inputs = [path.join(folder, 'package-lock.json'), __filename];

/** Resolves `x.js` to the TypeScript it was written in, and leaves out modules that nothing is used of. */
const typescript = {
  name: 'typescript-sources',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path: wanted, resolveDir }) => {
      const file = path.resolve(resolveDir, wanted);
      if (/[/\\]i18n[/\\](i18n|locales)\.js$/.test(file)) return { path: file, namespace: 'untranslated' };
      const source = file.replace(/\.js$/, '.ts');
      return { path: fs.existsSync(source) ? source : file, sideEffects: false };
    });
    build.onLoad({ filter: /.*/, namespace: 'untranslated' }, () => ({ contents: untranslated }));
  },
};

/** Several processes may do it at once: the file is there when it is whole. */
async function makeBundle() {
  const { build } = require(path.join(modules, 'esbuild'));
  const made = `${bundle}-${process.pid}`;
  await build({
    stdin: { contents: entry, resolveDir: worker, sourcefile: 'entry.js' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outfile: made,
    logLevel: 'error',
    plugins: [typescript],
  });
  fs.renameSync(made, bundle);
}

/** Makes sure that the bundle is there; resolves to its path. */
async function install() {
  pinned();
  const wanted = hash(inputs);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return bundle;
  await makeBundle();
  fs.writeFileSync(stamp, wanted);
  return bundle;
}

module.exports = { bundle, install };

if (require.main === module) install();
