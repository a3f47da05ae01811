// A strict ES module consumer: what must compile, and what must not.

import tracker, { forceGC, stopTrackGC, trackGC, type Tracked, trackingStats } from 'gc-tracker';
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
