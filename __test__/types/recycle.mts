// What users of recycle write.

import { registerMetrics as observe } from 'gc-tracker/opentelemetry';
import { registerMetrics } from 'gc-tracker/prometheus';
import { createSandbox, recycle, type Recycler, type RecycleReason } from 'gc-tracker/sandbox';

interface Sql {
  Database: new () => { exec(text: string): { values: number[][] }[] };
}

const recycler: Recycler<Sql> = recycle<Sql>(() => createSandbox('sql.js'), {
  maxCalls: 1000,
  maxWasmBytes: 200e6,
  maxHeapBytes: 100e6,
  maxAgeMs: 3_600_000,
  isCrash: (error, sql) => error === 7 && sql.Database.length === 0,
  disposal: { explain: true, timeoutMs: 1000 },
});
const values: number[][] | undefined = await recycler.call(
  (sql) => new sql.Database().exec('select 1')[0]?.values,
);
const length: number = await recycler.call(async (sql) => sql.Database.name.length);
recycler
  .on('created', ({ durationMs, wasmBytes }) => durationMs + wasmBytes)
  .on('recycled', ({ reason, freed }) => {
    const why: RecycleReason = reason;
    return [why, freed?.wasmBytes, values, length];
  })
  .once('leak', (error: unknown) => error)
  .off('failed', () => {});
const age: number | null = recycler.stats().ageMs;
const crashes: number = recycler.stats().recycles.crash;

declare const registry: Parameters<typeof registerMetrics>[0];
declare const meter: Parameters<typeof observe>[0];
registerMetrics(registry, { recyclers: { sql: recycler } }).dispose();
observe(meter, { recyclers: { sql: recycler } }).dispose();

const own = recycle(() => ({ exports: { sum: [age, crashes] }, wasmBytes: 0, dispose: async () => {} }));
const sum: (number | null)[] = await own.call(({ sum }) => sum);
await own.dispose();

// @ts-expect-error: a recycler never emits 'error'
recycler.on('error', () => sum);
// @ts-expect-error: no such limit
recycle(() => createSandbox('sql.js'), { maxMemory: 1 });
// @ts-expect-error: no sandbox
recycle(async () => ({ exports: {} }));
// @ts-expect-error: not what recycle returns
registerMetrics(registry, { recyclers: [recycler] });
