// The types of gc-tracker/sandbox, as a consumer uses them.

import { createSandbox, recycle, watchWasm } from 'gc-tracker/sandbox';
import type { Disposed, Recycler, Sandbox, WasmWatch } from 'gc-tracker/sandbox';

declare const url: { readonly href: string };

interface Cv {
  Mat: new () => { delete(): void };
}

const sandbox: Sandbox<Cv> = await createSandbox<Cv>('@techstark/opencv-js', {
  module: { locateFile: (file: string) => file },
  globals: { document: {} },
  timeoutMs: 1000,
});
const mat = sandbox.call((cv) => new cv.Mat());
mat.delete();
const { wasmBytes }: Disposed = await sandbox.dispose({ explain: false });
wasmBytes satisfies number;
// @ts-expect-error: it cannot be set
sandbox.exports = {
  Mat: class {
    delete() {}
  },
};
// @ts-expect-error: ready is a function
await createSandbox('sql.js', { ready: true });

const other: Sandbox<{ later: number }> = await createSandbox(url, {
  ready: async (exports) => exports as { later: number },
});
other.exports.later satisfies number;

const recycler: Recycler<Cv> = recycle(() => createSandbox<Cv>('opencv'), {
  maxCalls: 10,
  disposal: { explain: true },
});
recycler.on('recycled', ({ reason, freed }) => `${reason satisfies string} ${freed?.wasmBytes}`);
(await recycler.call(async (cv) => new cv.Mat())).delete();
recycler.stats().recycles.crash satisfies number;
await recycler.dispose();

const watch: WasmWatch = watchWasm(sandbox.exports, { free: true, intervalMs: 500 });
watch.on('abandoned', ({ className, freed }) => `${className satisfies string} ${freed satisfies boolean}`);
(watch.metrics.wasmBytes?.() ?? 0) satisfies number;
watch.series.wasmHandles?.unit satisfies 'bytes' | 'count' | undefined;
for (const { count, stack } of watch.outstanding().allocations) `${count satisfies number} ${stack}`;
watch.dispose();
