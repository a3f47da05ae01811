// A strict ES module consumer: what must compile, and what must not.

import tracker, { forceGC, stopTrackGC, trackGC, type Tracked, trackingStats } from 'gc-tracker';

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
