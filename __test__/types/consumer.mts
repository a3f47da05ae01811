// A strict ES module consumer: what must compile, and what must not.

import tracker, {
  addKnownRetainers,
  assertCollected,
  assertNoGrowth,
  assertNoLeaks,
  type FoundLeaks,
  findLeaks,
  forceGC,
  LeakError,
  type Step,
  stopTrackGC,
  trackGC,
  type Tracked,
  trackingStats,
} from 'gc-tracker';
import heap, { HeapSnapshot, type NodeInfo, openHeapSnapshot, takeHeapSnapshot } from 'gc-tracker/heap';

const tracked: Tracked = trackGC({ user: 'ada' }, (handle) => handle.label?.length, { label: 'session' });
const ended: boolean = tracked.untrack();
const id: number = tracked.id;
const collected: boolean = tracked.collected;
trackGC(() => {});
trackGC(Symbol('private'), undefined, { label: undefined });
trackGC([1, 2, 3], () => {});

{
  using scoped = trackGC(new Map());
  scoped.label;
}

const counts: number | undefined = trackingStats().labels['session']?.live;
await forceGC();
await forceGC({ cycles: 2, minor: true });
stopTrackGC();
tracker.trackGC({});

// @ts-expect-error: a primitive has no identity
trackGC('text');
// @ts-expect-error: the callback is a function
trackGC({}, 'text');
// @ts-expect-error: a label is a string
trackGC({}, undefined, { label: 1 });
// @ts-expect-error: read only
tracked.id = 1;
// @ts-expect-error: cycles is a number
await forceGC({ cycles: '2' });

export { collected, counts, ended, id };

{
  const handle = trackGC({}, undefined, { label: 'session', stack: true, disposable: true });
  const isNew: boolean = handle.markDisposed();
  const found: FoundLeaks = await findLeaks({ fullGCs: 3, delayMs: 1000, explain: true });
  const disposedAt: number | undefined = found.uncollected[0]?.disposedAt;
  const size: number | null | undefined = found.uncollected[0]?.leak?.retainedSize;
  const late: number = found.collectedLate.length + found.dropped.collectedLate;
  const [first] = found.notDisposed;
  if (first !== undefined) void [first.collectedAt, first.stack?.length];
  void [isNew, disposedAt, size, late];
}

{
  await assertCollected(trackGC({}), { cycles: 4, timeoutMs: 5000, explain: false });
  await assertCollected([trackGC({})] as const);
  const user: string = await assertNoLeaks(async (track) => {
    const symbol: symbol = track(Symbol('private'));
    void symbol;
    return track({ user: 'ada' }, 'session').user;
  });
  const byFunction = { match: (step: Step) => step.kind === 'module', reason: 'a cache', leak: true };
  const length: number = await assertNoLeaks(() => user.length, { knownRetainers: [byFunction] });
  addKnownRetainers([{ match: /pool/, reason: 'the pool keeps one' }]);
  try {
    await forceGC();
  } catch (error) {
    if (!(error instanceof LeakError)) throw error;
    const code: 'ERR_GC_TRACKER_LEAK' = error.code;
    const [step]: Step[] = error.leaks[0]?.path ?? [];
    void [code, step?.node.id, step?.place?.line, step?.status === 'needed', error.leaks[0]?.fingerprint];
  }
  void length;
}

{
  const metrics = { wasm: async () => 65536, external: false } as const;
  await assertNoGrowth(async () => 'done', { warmup: 0, rounds: 3, loops: 11, metrics, knownRetainers: [] });
  try {
    await assertNoGrowth(() => {});
  } catch (error) {
    if (!(error instanceof LeakError)) throw error;
    for (const growth of error.growth) {
      const numbers: number[] = growth.kind === 'path' ? growth.retainedSizes : growth.values;
      void [numbers, growth.name, growth.known?.reason];
    }
  }
}

// @ts-expect-error: a metric is a function
await assertNoGrowth(() => {}, { metrics: { wasm: 65536 } });
// @ts-expect-error: a label is not disposable
trackGC({}, undefined, { disposable: 'yes' });
// @ts-expect-error: takes handles, not targets
await assertCollected({});
// @ts-expect-error: takes nothing that has no identity
await assertNoLeaks((track) => track(1));
// @ts-expect-error: a known retainer has a reason
addKnownRetainers([{ match: /pool/ }]);
// @ts-expect-error: made by assertions only
new LeakError();
// @ts-expect-error: told of what is alive only
(await findLeaks()).notDisposed[0]?.disposedAt;

{
  using snapshot: HeapSnapshot = await openHeapSnapshot('a.heapsnapshot', {
    onProgress: ({ done, total }) => done / total,
    signal: undefined,
  });
  const [node]: NodeInfo[] = await snapshot.find({ className: 'Session', top: 1, sort: 'shallow' });
  const [path] = await snapshot.retainingPath(node?.id ?? '@1', { max: 3 });
  const name: string | number | undefined = path?.steps[0]?.edge.name;
  const taken = await heap.takeHeapSnapshot({ keepIds: true });
  const added: number | null | undefined = (await taken.diff(snapshot)).classes[0]?.addedCount;
  const ids: Uint32Array = (await taken.columns()).id;
  void [name, added, ids, takeHeapSnapshot];
}

// @ts-expect-error: made by openHeapSnapshot and takeHeapSnapshot only
new HeapSnapshot();
// @ts-expect-error: an unknown order
void (null as unknown as HeapSnapshot).classes({ sort: 'name' });
