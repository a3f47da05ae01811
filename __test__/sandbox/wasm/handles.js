'use strict';

// Programs: embind's handles, on our own module, which counts its objects.

const fs = require('node:fs');
const Module = require('node:module');
const { assertNoGrowth, forceGC, trackGC, LeakError } = require('../../..');
const { monitorMemory } = require('../../../lib/monitor/index.js');
const { createSandbox } = require('../../../lib/sandbox/index.js');
const support = require('./support.js');
const { abandoned, abandonedOf, assert, createLeaky, each, fileOf, runNamed, told, until, untilGCs } =
  support;
const { watchWasm, watched } = support;

/** Until the second handle that a constructor has made, functions are replaced; see lib/sandbox/wasm/handles.js. */
function discover(leaky) {
  each(2, () => new leaky.Image(1, 1).delete());
}

/** Names that a minifier may change, as those of embind's properties which nobody else knows. */
const RENAMED = [
  ...['$$', 'ptrType', 'smartPtrType', 'smartPtr', 'count', 'deleteScheduled', 'preservePointerOnDelete'],
  ...['registeredClass', 'instancePrototype', 'constructor_body', 'overloadTable', 'argCount', 'isReference'],
  ...['getPointee', 'rawGetPointee', 'pointeeType', 'rawDestructor', 'getActualType', 'baseClass'],
];

/** A module whose glue is as if minified. */
async function createMinified() {
  const file = require.resolve('../fixtures/leaky.js');
  let code = fs.readFileSync(file, 'utf8');
  for (const [index, name] of RENAMED.entries()) {
    const all = new RegExp(`(?<![\\w$"'])${name.replaceAll('$', '\\$')}(?![\\w$"'])`, 'g');
    assert.match(code, all);
    code = code.replace(all, `m${index}`);
  }
  const loaded = new Module(file);
  loaded._compile(code, file);
  return loaded.exports();
}

/** The module's own objects are as many. */
async function untilLive(leaky, images, palettes = 0) {
  await untilGCs(() => leaky.liveImages() <= images && leaky.livePalettes() <= palettes, 'freed');
  assert.deepStrictEqual([leaky.liveImages(), leaky.livePalettes()], [images, palettes]);
}

const programs = {
  async 'handles are outstanding however they were made, by class and stack'() {
    const { leaky, watch } = await watched();
    discover(leaky);
    const image = new leaky.Image(64, 64);
    const photo = new leaky.Photo(8, 8, 100);
    const ways = {
      value: leaky.Image.blank(4),
      pointer: leaky.Image.leased(4),
      method: image.crop(2, 2),
      inherited: photo.crop(2, 2),
      getter: image.thumbnail,
      function: leaky.doubled(image),
      clone: photo.clone(),
      shared: new leaky.Palette(3),
    };
    const { handles } = watch.outstanding();
    assert.deepStrictEqual(told(handles).sort(), [
      '1 Image',
      ...new Array(6).fill('1 Image owned'),
      '1 Palette owned',
      '1 Photo owned',
      '1 Photo owned',
    ]);
    assert.deepStrictEqual([...new Set(handles.map(({ stack }) => fileOf(stack)))], [__filename]);
    assert.strictEqual(watch.metrics.wasmHandles(), 10);
    for (const handle of [image, photo, ...Object.values(ways)]) handle.delete();
    assert.deepStrictEqual(watch.outstanding().handles, []);
    assert.deepStrictEqual([leaky.liveImages(), leaky.livePalettes()], [0, 0]);
    assert.deepStrictEqual(watch.abandoned(), []);
  },

  async 'the first handle of all is seen, whatever makes it'() {
    const ways = [
      (leaky) => new leaky.Image(1, 1),
      (leaky) => leaky.Image.blank(1),
      (leaky) => new leaky.Palette(1),
    ];
    for (const make of ways) {
      const { leaky, watch } = await watched();
      const handle = make(leaky);
      assert.strictEqual(watch.metrics.wasmHandles(), 1);
      handle.delete();
      assert.strictEqual(watch.metrics.wasmHandles(), 0);
    }
  },

  async 'handles of before the watch are let alone, and what they make is seen'() {
    const leaky = await createLeaky();
    const image = new leaky.Image(4, 4);
    const watch = watchWasm(leaky);
    const crops = [image.crop(1, 1), image.clone()];
    assert.strictEqual(watch.metrics.wasmHandles(), 2);
    image.delete();
    for (const crop of crops) crop.delete();
    assert.strictEqual(watch.metrics.wasmHandles(), 0);
    assert.strictEqual(leaky.liveImages(), 0);
  },

  async 'deleteLater ends a handle when it is flushed; to delete it twice is an error as before'() {
    const { leaky, watch } = await watched();
    const image = new leaky.Image(1, 1).deleteLater();
    assert.strictEqual(watch.metrics.wasmHandles(), 1);
    leaky.flushPendingDeletes();
    assert.strictEqual(watch.metrics.wasmHandles(), 0);
    assert.strictEqual(image.isDeleted(), true);
    assert.throws(() => image.delete(), leaky.BindingError);
  },

  async 'a handle that is collected without delete() is abandoned, and what it is for not freed'() {
    const { leaky, watch } = await watched();
    const events = [];
    watch.on('abandoned', (one) => events.push(one));
    discover(leaky);
    each(5, () => new leaky.Image(10, 10));
    each(3, () => leaky.Image.blank(2));
    each(4, () => new leaky.Image(10, 10).delete());
    await abandoned(watch, 8);
    assert.strictEqual(leaky.liveImages(), 8);
    const groups = watch.abandoned();
    assert.deepStrictEqual(told(groups), ['5 Image owned', '3 Image owned']);
    assert.ok(groups.every(({ freed, stack }) => freed === 0 && fileOf(stack) === __filename));
    assert.strictEqual(watch.metrics.wasmAbandoned(), 8);
    assert.strictEqual(events.length, 8);
    const [{ stack, ...event }] = events;
    assert.deepStrictEqual(event, { className: 'Image', owned: true, freed: false });
    assert.deepStrictEqual(watch.outstanding().handles, []);
  },

  async 'free: what is abandoned is freed, but not behind a pointer that a function returned'() {
    const { leaky, watch } = await watched({ free: true, stacks: false });
    discover(leaky);
    const { usedBytes } = watch.allocator();
    each(100, (index) => new leaky.Image(index, 10));
    each(20, () => leaky.Image.blank(9));
    each(20, () => new leaky.Photo(1, 2, 3).thumbnail);
    each(3, () => leaky.Image.leased(2));
    await abandoned(watch, 163);
    assert.strictEqual(leaky.liveImages(), 3);
    assert.ok(watch.allocator().usedBytes - usedBytes < 1000);
    assert.strictEqual(watch.metrics.wasmAbandoned(), 3);
    const freed = watch.abandoned().map((group) => [group.owned, group.count - group.freed]);
    assert.deepStrictEqual(freed.sort(), [
      [false, 3],
      [true, 0],
      [true, 0],
    ]);
  },

  async 'free: what several clones share is freed with the last of them, once'() {
    const { leaky, watch } = await watched({ free: true });
    const kept = new leaky.Image(5, 5).clone();
    await abandoned(watch, 1);
    assert.deepStrictEqual([leaky.liveImages(), kept.width()], [1, 5]);
    each(2, () => kept.clone());
    await abandoned(watch, 3);
    assert.deepStrictEqual([leaky.liveImages(), kept.width()], [1, 5]);
    kept.delete();
    assert.strictEqual(leaky.liveImages(), 0);
    each(3, () => new leaky.Image(1, 1).clone().clone());
    await untilLive(leaky, 0);
    await abandoned(watch, 12);
  },

  async 'free: what is behind smart pointers is freed by embind, when nobody shares it'() {
    for (const free of [true, false]) {
      const { leaky, watch } = await watched({ free });
      each(4, () => new leaky.Palette(8));
      each(1, () => leaky.choosePalette(new leaky.Palette(16)));
      const kept = each(1, () => new leaky.Palette(32).clone())[0];
      await untilLive(leaky, 0, 2);
      await abandoned(watch, 6);
      assert.strictEqual(watch.metrics.wasmAbandoned(), 0);
      assert.strictEqual(kept.size, 32);
      const chosen = leaky.chosenPalette();
      assert.strictEqual(chosen.size, 16);
      chosen.delete();
      kept.delete();
      assert.deepStrictEqual([leaky.livePalettes(), watch.metrics.wasmHandles()], [1, 0]);
      watch.dispose();
    }
  },

  async 'classes are as they were, while they are watched and after'() {
    const leaky = await createLeaky();
    discover(leaky);
    const { Image, Photo } = leaky;
    const common = Object.getPrototypeOf(Image.prototype);
    const all = [Image, Photo, Image.prototype, Photo.prototype, common];
    const before = all.map((object) => Object.getOwnPropertyDescriptors(object));
    const watch = watchWasm(leaky);
    assert.deepStrictEqual([leaky.Image, leaky.Photo], [Image, Photo]);
    const photo = new Photo(1, 2, 3);
    assert.ok(photo instanceof leaky.Image && photo instanceof Photo);
    assert.deepStrictEqual([photo.constructor, Image.name, Photo.name], [Photo, 'Image', 'Photo']);
    assert.deepStrictEqual([photo.width(), photo.iso(), leaky.area(photo)], [1, 3, 2]);
    assert.throws(() => new Image(), leaky.BindingError);
    assert.throws(() => photo.crop(), leaky.BindingError);
    assert.ok(!photo.isAliasOf(new Image(1, 1)));
    const { doubled } = leaky;
    watch.dispose();
    doubled(photo);
    new Photo(1, 2, 3).clone();
    assert.deepStrictEqual(watch.outstanding().handles, []);
    assert.deepStrictEqual(
      all.map((object) => Object.getOwnPropertyDescriptors(object)),
      before,
    );
  },

  async 'minified glue, in which most has another name'() {
    const leaky = await createMinified();
    const watch = watchWasm(leaky, { free: true });
    discover(leaky);
    each(5, () => new leaky.Image(10, 10).crop(2, 2));
    each(4, () => new leaky.Photo(1, 2, 3).clone());
    each(3, () => new leaky.Palette(3));
    each(2, () => new leaky.Image(1, 1).delete());
    await abandoned(watch, 21);
    const photos = new Array(2).fill('4 Photo owned');
    const images = new Array(2).fill('5 Image owned');
    assert.deepStrictEqual(told(watch.abandoned()).sort(), ['3 Palette owned', ...photos, ...images]);
    assert.deepStrictEqual([leaky.liveImages(), leaky.livePalettes()], [0, 0]);
    watch.dispose();
  },

  async 'a module is watched once at a time'() {
    const { leaky, watch } = await watched();
    assert.throws(() => watchWasm(leaky), { code: 'ERR_GC_TRACKER_WATCHED' });
    watch.dispose();
    watchWasm(leaky).dispose();
  },

  async 'a handle that outlives stop() is not abandoned'() {
    const { leaky, watch } = await watched({ free: true });
    const tracked = each(1, () => trackGC(new leaky.Image(1, 1)))[0];
    watch.dispose();
    await untilGCs(() => tracked.collected, 'collected');
    await forceGC();
    assert.deepStrictEqual([abandonedOf(watch), leaky.liveImages()], [0, 1]);
  },

  async 'exports of a revocable sandbox are refused'() {
    const sandbox = await createSandbox(require.resolve('../fixtures/leaky.js'), { revocable: true });
    assert.throws(() => watchWasm(sandbox.exports), {
      code: 'ERR_GC_TRACKER_INVALID_MODULE',
      message: /revocable/,
    });
    await sandbox.dispose();
  },

  async 'a sandbox is disposed of, watched and with handles in it'() {
    const sandbox = await createSandbox(require.resolve('../fixtures/leaky.js'));
    const watch = await sandbox.call((leaky) => {
      const made = watchWasm(leaky, { free: true });
      leaky.kept = each(10, () => new leaky.Image(100, 100));
      leaky._malloc(10);
      return made;
    });
    assert.deepStrictEqual(told(watch.outstanding().handles), ['10 Image owned']);
    const { collected, wasmBytes } = await sandbox.dispose();
    assert.ok(collected && wasmBytes > 0);
    assert.strictEqual(watch.bytes, 0);
    assert.deepStrictEqual(watch.outstanding().handles, []);
  },

  async 'assertNoGrowth fails for requests that close refuses to free, and passes for the others'() {
    const { leaky, watch } = await watched();
    const open = (url) => leaky.ccall('request_open', 'number', ['string'], [url]);
    const { metrics } = watch;
    const request = () => leaky._request_close(open('https://example.org/'));
    const fetched = () => {
      leaky._cache_clear();
      assert.strictEqual(request(), 0);
    };
    await assertNoGrowth(fetched, { metrics });
    await assert.rejects(assertNoGrowth(request, { metrics }), (error) => {
      const grown = error.growth.find(({ name }) => name === 'wasmUsedBytes');
      return error instanceof LeakError && grown.perLoop > 16 * 1024;
    });
  },

  async 'assertNoGrowth fails for images that are never deleted, and passes for the others'() {
    const { leaky, watch } = await watched();
    const { metrics } = watch;
    await assertNoGrowth(() => new leaky.Image(8, 8).delete(), { metrics });
    await assert.rejects(
      assertNoGrowth(() => void new leaky.Image(8, 8), { metrics }),
      (error) => {
        const names = error.growth.map(({ name }) => name);
        return names.includes('wasmAbandoned') && names.includes('wasmUsedBytes');
      },
    );
  },

  async 'monitorMemory has the series of a watch'() {
    const { leaky, watch } = await watched();
    const monitor = monitorMemory({ series: watch.series });
    const image = new leaky.Image(8, 8);
    const one = () => monitor.series().find(({ name }) => name === 'wasmHandles');
    await untilGCs(() => one()?.points.length > 0, 'a sample');
    await until(() => one().points.at(-1)[2] === 1, 'the handle counted');
    const names = ['wasmBytes', 'wasmUsedBytes', 'wasmAllocatedBytes', 'wasmHandles', 'wasmAbandoned'];
    const all = monitor.series().map(({ name }) => name);
    assert.ok(names.every((name) => all.includes(name)));
    monitor.dispose();
    image.delete();
  },
};

if (require.main === module) runNamed(programs);

module.exports = { names: Object.keys(programs) };
