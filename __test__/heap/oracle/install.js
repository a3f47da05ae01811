'use strict';

// Installs Chrome DevTools' sources from npm and bundles what analyzes a heap snapshot into one file,
// within this folder's node_modules (not in git). Does nothing if that was done with these versions.

const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const modules = path.join(__dirname, 'node_modules');
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
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', 'install.js']) {
    hash.update(fs.readFileSync(path.join(__dirname, file)));
  }
  return hash.digest('hex');
}

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

async function makeBundle() {
  const { build } = require('esbuild');
  await build({
    stdin: { contents: entry, resolveDir: worker, sourcefile: 'entry.js' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outfile: bundle,
    logLevel: 'error',
    plugins: [typescript],
  });
}

/** Makes sure that the bundle is there; resolves to its path. */
async function install() {
  const wanted = fingerprint();
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return bundle;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: __dirname, stdio: 'inherit' });
  await makeBundle();
  fs.writeFileSync(stamp, wanted);
  return bundle;
}

module.exports = { bundle, install };

if (require.main === module) install();
