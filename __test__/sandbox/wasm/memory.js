'use strict';

// Programs: the linear memory, and what JavaScript allocates in it.

const vm = require('node:vm');
const { trackGC } = require('../../..');
const support = require('./support.js');
const { assert, createLeaky, each, fileOf, runNamed, until, untilGCs, watchWasm, watched } = support;

const PAGE = 65_536;
/** A module whose only export is a memory of one page, named m. */
const BINARY = Buffer.from('0061736d010000000503010001070501016d0200', 'hex');

const sizes = (watch) => watch.history().map(([, bytes]) => bytes);

/** A watch that nobody holds; what ought to be collected. */
async function forgotten() {
  const { leaky, watch } = await watched({ intervalMs: 1 });
  leaky.kept = each(3, () => new leaky.Image(2, 2));
  leaky._malloc(16);
  return [trackGC(leaky), trackGC(watch), trackGC(leaky.kept[0])];
}

async function heldWatch() {
  const { leaky, watch } = await watched();
  return { watch, tracked: trackGC(leaky) };
}

function forgottenMemory() {
  const memory = new WebAssembly.Memory({ initial: 1 });
  return [trackGC(memory), trackGC(watchWasm(memory, { intervalMs: 1 }))];
}

const programs = {
  async 'a memory: each change of its size, and the highest'() {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const watch = watchWasm(memory);
    memory.grow(2);
    assert.strictEqual(watch.bytes, 3 * PAGE);
    memory.grow(1);
    assert.strictEqual(watch.highWaterBytes, 4 * PAGE);
    assert.deepStrictEqual(sizes(watch), [PAGE, 3 * PAGE, 4 * PAGE]);
    const times = watch.history().map(([time]) => time);
    assert.ok(times.every((time) => Math.abs(time - Date.now()) < 60_000));
    watch.dispose();
    memory.grow(1);
    assert.strictEqual(watch.bytes, 4 * PAGE);
  },

  async 'an instance, and its exports'() {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(BINARY));
    for (const module of [instance, instance.exports]) {
      const watch = watchWasm(module);
      const before = watch.bytes;
      instance.exports.m.grow(1);
      assert.strictEqual(watch.bytes, before + PAGE);
      assert.deepStrictEqual(Object.keys(watch.metrics), ['wasmBytes']);
    }
  },

  async 'a memory of another realm'() {
    const memory = vm.runInNewContext('new WebAssembly.Memory({ initial: 2 })');
    assert.strictEqual(watchWasm(memory).bytes, 2 * PAGE);
  },

  async 'an Emscripten module that grows, with the figures of its allocator'() {
    const { leaky, watch } = await watched();
    const before = { bytes: watch.bytes, ...watch.allocator() };
    const address = leaky._malloc(4 * 1024 * 1024);
    const after = watch.allocator();
    assert.ok(watch.bytes > before.bytes);
    assert.strictEqual(watch.bytes, leaky.HEAPU8.length);
    assert.ok(after.usedBytes - before.usedBytes >= 4 * 1024 * 1024);
    assert.ok(after.breakBytes > before.breakBytes);
    leaky._free(address);
    assert.strictEqual(watch.allocator().usedBytes, before.usedBytes);
    assert.strictEqual(watchWasm(new WebAssembly.Memory({ initial: 1 })).allocator(), null);
  },

  async 'one timer looks at all of them, and keeps no process alive'() {
    const memories = each(3, () => new WebAssembly.Memory({ initial: 1 }));
    let polled = 0;
    const watches = memories.map((memory, index) => watchWasm(memory, { intervalMs: index + 1 }));
    for (const watch of watches) {
      watch.poll = () => {
        polled++;
        watch.poll = () => {};
      };
    }
    assert.ok(!process.getActiveResourcesInfo().includes('Timeout'));
    await until(() => polled === 3, 'each is polled');
  },

  async 'a watch that nobody holds keeps neither itself nor its module'() {
    const tracked = await forgotten();
    tracked.push(...forgottenMemory());
    await untilGCs(() => tracked.every(({ collected }) => collected), 'all collected');
  },

  async 'a watch that is held does not hold its module'() {
    const { watch, tracked } = await heldWatch();
    await untilGCs(() => tracked.collected, 'the module collected');
    assert.strictEqual(watch.bytes, 0);
    assert.ok(watch.highWaterBytes > 0);
    assert.deepStrictEqual(watch.outstanding(), { allocations: [], handles: [] });
    assert.strictEqual(watch.allocator(), null);
    watch.dispose();
  },

  async 'allocations are outstanding until they are freed, by the stack that made them'() {
    const { leaky, watch } = await watched();
    const addresses = each(3, () => leaky._malloc(100));
    const cleared = leaky._calloc(10, 50);
    const [first, second, ...others] = watch.outstanding().allocations;
    assert.deepStrictEqual([first.count, first.bytes, second.count, second.bytes], [1, 500, 3, 300]);
    assert.deepStrictEqual(others, []);
    assert.strictEqual(fileOf(first.stack), __filename);
    assert.strictEqual(watch.metrics.wasmAllocatedBytes(), 800);
    const moved = leaky._realloc(cleared, 5000);
    for (const address of addresses) leaky._free(address);
    assert.deepStrictEqual(
      watch.outstanding().allocations.map(({ count, bytes }) => [count, bytes]),
      [[1, 5000]],
    );
    leaky._free(moved);
    leaky._free(0);
    assert.deepStrictEqual(watch.outstanding().allocations, []);
    assert.strictEqual(watch.metrics.wasmAllocatedBytes(), 0);
  },

  async 'an address that the module has freed itself counts once'() {
    const { _free, ...module } = await createLeaky();
    const watch = watchWasm(Object.assign(module, { _free }), { stacks: false });
    const address = module._malloc(100);
    _free(address);
    assert.strictEqual(module._malloc(60), address);
    assert.deepStrictEqual(watch.outstanding().allocations, [{ count: 1, bytes: 60, stack: null }]);
  },

  async 'stop puts back what was there, and a function that was kept counts no more'() {
    const leaky = await createLeaky();
    // Old glue binds its functions at their first calls.
    for (const name of ['_malloc', '_calloc', '_realloc', '_free']) leaky[name](0);
    leaky._mallinfo(leaky.stackAlloc(40));
    leaky.stackRestore(leaky.stackSave());
    leaky._sbrk(0);
    const before = Object.getOwnPropertyDescriptors(leaky);
    const watch = watchWasm(leaky);
    const { _malloc: malloc } = leaky;
    assert.notStrictEqual(malloc, before._malloc.value);
    watch.dispose();
    watch.dispose();
    assert.deepStrictEqual(Object.getOwnPropertyDescriptors(leaky), before);
    assert.ok(malloc(10) > 0);
    assert.deepStrictEqual(watch.outstanding().allocations, []);
  },
};

if (require.main === module) runNamed(programs);

module.exports = { names: Object.keys(programs) };
