// A strict consumer of chai.

import * as chai from 'chai';
import { type Track, trackGC } from 'gc-tracker';
import gcTracker from 'gc-tracker/chai';

const { expect } = chai.use(gcTracker);

const tracked = trackGC({});
await expect(tracked).to.be.collected();
await expect([tracked]).to.not.be.collected({ cycles: 2 });
const done: Promise<void> = expect((track: Track) => track({})).to.not.leak();
await done;
// @ts-expect-error: an option of the wrong type
await expect(tracked).to.be.collected({ cycles: '2' });
// @ts-expect-error: a method, not a property
await expect(tracked).to.be.collected.now;
