'use strict';

// A sandbox that has `import()`ed is collected, whatever it has imported and however, and imports of the host and of other hooks
// keep their attributes. Node.js 20 has no hooks for it: there the error says what helps, and it does.

const assert = require('node:assert');
const nodeModule = require('node:module');
const path = require('node:path');
const process = require('node:process');
const { pathToFileURL } = require('node:url');
const { rejection, write } = require('./support/sandbox.js');

// Counts hooks, so it must be before the package is loaded.
const hooks = { registered: 0, deregistered: 0 };
const { registerHooks } = nodeModule;
if (registerHooks !== undefined) {
  nodeModule.registerHooks = (functions) => {
    hooks.registered++;
    const hook = registerHooks(functions);
    const deregister = () => {
      hooks.deregistered++;
      hook.deregister();
    };
    return { deregister };
  };
}
const { createSandbox } = require('../../lib/sandbox/index.js');

const url = (file) => JSON.stringify(pathToFileURL(file).href);

const START = `const start = new Function('url', 'return import(url)');`;

/** The code that imports, by what and how. Each imports another module, because Node keeps the first import only. */
const ways = {
  file: `import(${url(write('file.mjs', 'export default 7;'))})`,
  'with a comment': `import/* here */ (${url(write('comment.mjs', 'export default 7;'))})`,
  attributes: `import(${url(write('data.json', '7'))}, { with: { type: 'json' } })`,
  commonjs: `import(${url(write('common.cjs', 'module.exports = 7;'))})`,
  builtin: `import('node:zlib').then(() => ({ default: 7 }))`,
  missing: `import('./missing.mjs').catch(() => ({ default: 7 }))`,
  'function of the start': `start(${url(write('start.mjs', 'export default 7;'))})`,
  function: `new Function('url', 'return import(url)')(${url(write('function.mjs', 'export default 7;'))})`,
  eval: `eval('import(' + ${JSON.stringify(url(write('eval.mjs', 'export default 7;')))} + ')')`,
};

async function use(entry) {
  const sandbox = await createSandbox(entry);
  assert.strictEqual(await sandbox.call(({ load }) => load()), 7);
  return sandbox;
}

async function main() {
  for (const [way, code] of Object.entries(ways)) {
    const entry = write(
      `${way.replaceAll(' ', '-')}.js`,
      `${START} exports.load = async () => (await ${code}).default;`,
    );
    // The second takes its functions from the cache.
    for (let time = 0; time < 2; time++) {
      const { collected } = await (await use(entry)).dispose();
      assert.ok(collected, way);
    }
  }
  // Two at the same time: the hook stays until both are collected.
  const part = (name) =>
    write(
      name,
      `exports.load = async () => (await import(${url(write(`${name}.mjs`, 'export default 7;'))})).default;`,
    );
  const first = await createSandbox(part('one.js'));
  const second = await createSandbox(part('two.js'));
  await first.dispose();
  await second.call(({ load }) => load());
  assert.strictEqual((await second.dispose()).collected, true);
  // A load that fails has no hook afterwards.
  await rejection(createSandbox(write('fails.js', `throw new Error("import('x')");`)));
  assert.ok(hooks.registered > 0);
  assert.strictEqual(hooks.deregistered, hooks.registered);
  // An import of the host keeps its attributes while there is a hook.
  const open = await createSandbox(part('three.js'));
  const { default: data } = await import(pathToFileURL(write('host.json', '7')).href, {
    with: { type: 'json' },
  });
  assert.strictEqual(data, 7);
  assert.strictEqual((await open.dispose()).collected, true);
}

async function withoutHooks() {
  const entry = write(
    'entry.js',
    `exports.load = async () => (await import(${url(path.resolve('a.mjs'))})).default;`,
  );
  write('a.mjs', 'export default 7;');
  const error = await rejection((await use(entry)).dispose({ timeoutMs: 1000 }));
  assert.strictEqual(error.code, 'ERR_GC_TRACKER_LEAK');
  assert.match(error.message.replace(/\s+/g, ' '), /or `import\(\)` the same module in the host before/);
  write('b.mjs', 'export default 7;');
  await import(pathToFileURL(path.resolve('b.mjs')).href);
  const other = write(
    'other.js',
    `exports.load = async () => (await import(${url(path.resolve('b.mjs'))})).default;`,
  );
  assert.strictEqual((await (await use(other)).dispose()).collected, true);
}

(registerHooks === undefined ? withoutHooks : main)().catch((error) => {
  console.error(error);
  process.exit(1);
});
