// The same program in TypeScript, compiled as a module of either kind. No types of Node.js are there.

import { forceGC, type Tracked, trackGC } from 'gc-tracker';
import { type HeapSnapshot, takeHeapSnapshot } from 'gc-tracker/heap';
import type { MemoryMonitor } from 'gc-tracker/monitor';
import type { OpenTelemetryOptions } from 'gc-tracker/opentelemetry';
import type { PrometheusOptions } from 'gc-tracker/prometheus';
import type { Sandbox } from 'gc-tracker/sandbox';

declare const console: { log(text: string): void };

export type Everything = MemoryMonitor | OpenTelemetryOptions | PrometheusOptions | Sandbox<unknown>;

class Session {}
let reported = 0;

function track(target: Session): Tracked {
  return trackGC(target, () => reported++);
}

function drop(): void {
  track(new Session());
}

export const kept: Session = new Session();
track(kept);

async function main(): Promise<void> {
  drop();
  for (let attempt = 0; reported === 0 && attempt < 20; attempt++) await forceGC();
  const snapshot: HeapSnapshot = await takeHeapSnapshot();
  const found: number = (await snapshot.find({ className: 'Session' })).length;
  snapshot.dispose();
  console.log(JSON.stringify({ reported, found }));
}

void main();
