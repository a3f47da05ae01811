'use strict';

// Programs: real packages. Of opencv 4 the glue is old, of opencv 5 new; both have embind. draco3d is bound by WebIDL, and
// sql.js by hand: what is to be seen of them is their memory, and what JavaScript allocates.

const path = require('node:path');
const { createSandbox } = require('../../../lib/sandbox/index.js');
const { packages } = require('../packages.js');
const support = require('./support.js');
const { abandoned, assert, each, fileOf, runNamed, told, untilGCs, watchWasm } = support;

const MATS = 300;
const SIDE = 1000;

const real = (name) => path.join(packages(), name);

/** Handles of each kind: one deleted, one not. */
function useMats(cv) {
  for (const end of [(mat) => mat.delete(), () => {}]) {
    end(new cv.Mat(8, 8, cv.CV_8UC1));
    end(cv.Mat.zeros(4, 4, cv.CV_8UC1));
    const vector = new cv.MatVector();
    const mat = new cv.Mat(2, 2, cv.CV_8UC1);
    vector.push_back(mat);
    end(mat.row(0));
    end(mat.clone());
    end(vector.get(0));
    end(vector);
    end(mat);
  }
}

async function mats(name) {
  const sandbox = await createSandbox(real(name));
  const watch = await sandbox.call((cv) => {
    const made = watchWasm(cv);
    each(2, () => new cv.Mat().delete());
    each(3, () => useMats(cv));
    return made;
  });
  await abandoned(watch, 3 * 7);
  const groups = watch.abandoned();
  assert.deepStrictEqual(told(groups).sort(), [...new Array(6).fill('3 Mat owned'), '3 MatVector owned']);
  assert.ok(groups.every(({ freed, stack }) => freed === 0 && fileOf(stack) === __filename));
  assert.deepStrictEqual(watch.outstanding().handles, []);
  assert.strictEqual((await sandbox.dispose()).collected, true);
}

/** 300 MB of Mats that nobody deletes, more than the memory that the module starts with. */
async function freedMats(name) {
  const sandbox = await createSandbox(real(name));
  const watch = await sandbox.call((cv) => watchWasm(cv, { free: true, stacks: false }));
  const start = watch.bytes;
  for (let made = 0; made < MATS; made += 10) {
    await sandbox.call((cv) => {
      each(5, () => new cv.Mat(SIDE, SIDE, cv.CV_8UC1));
      each(5, () => cv.Mat.ones(SIDE, SIDE, cv.CV_8UC1));
    });
    await untilGCs(() => watch.metrics.wasmHandles() === 0, 'all abandoned');
  }
  await abandoned(watch, MATS);
  assert.strictEqual(watch.metrics.wasmAbandoned(), 0);
  assert.ok(watch.highWaterBytes <= start + 2 * 10 * SIDE * SIDE);
  assert.strictEqual((await sandbox.dispose()).collected, true);
}

/** Memory, and what JavaScript allocates. */
function withoutClasses(module, watch) {
  const before = watch.bytes;
  assert.ok(before > 0);
  const address = module._malloc(before);
  assert.ok(watch.bytes > before);
  const [{ count, bytes, stack }] = watch.outstanding().allocations;
  assert.deepStrictEqual([count, bytes, fileOf(stack)], [1, before, __filename]);
  module._free(address);
  assert.deepStrictEqual(watch.outstanding(), { allocations: [], handles: [] });
  assert.deepStrictEqual(Object.keys(watch.metrics), ['wasmBytes', 'wasmAllocatedBytes']);
}

const programs = {
  'opencv 4: Mats that nobody deletes': () => mats('opencv4'),
  'opencv 5: Mats that nobody deletes': () => mats('opencv5'),
  'opencv 4: 300 MB of Mats, freed': () => freedMats('opencv4'),
  'opencv 5: 300 MB of Mats, freed': () => freedMats('opencv5'),

  async 'opencv 5 outside of a sandbox: its memory is not to be found, its handles are'() {
    const cv = await require(real('opencv5'));
    const watch = watchWasm(cv);
    assert.strictEqual(watch.bytes, undefined);
    assert.strictEqual(watch.highWaterBytes, undefined);
    assert.deepStrictEqual(watch.history(), []);
    new cv.Mat(2, 2, cv.CV_8UC1);
    assert.deepStrictEqual(told(watch.outstanding().handles), ['1 Mat owned']);
    assert.ok(!('wasmBytes' in watch.metrics));
  },

  async 'draco3d: memory and allocations'() {
    const module = await require(real('draco3d')).createDecoderModule({});
    withoutClasses(module, watchWasm(module));
  },

  async 'sql.js: memory and allocations'() {
    // Its glue exports no memory: the sandbox knows it.
    const sandbox = await createSandbox(real('sql.js'));
    await sandbox.call((module) => withoutClasses(module, watchWasm(module)));
    assert.strictEqual((await sandbox.dispose()).collected, true);
  },
};

if (require.main === module) runNamed(programs);

module.exports = { names: Object.keys(programs) };
