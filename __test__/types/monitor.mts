// A strict consumer of the monitor.

import monitoring, {
  type MemoryMonitor,
  monitorMemory,
  type Recording,
  type Verdict,
} from 'gc-tracker/monitor';

const monitor: MemoryMonitor = monitorMemory({
  requests: () => 1,
  series: { sessions: () => 2, wasm: { read: () => 65536, unit: 'bytes' } },
  confidence: 0.99,
  snapshots: { directory: 'heap', maxBytes: 1e9, minIntervalMs: 1e6, laterMs: 1e6 },
});
monitor.on('verdict', ({ series, verdict, slope, interval, evidence }) => {
  const low: number | undefined = interval?.[0];
  void [series.length, verdict === 'growing', slope, low, evidence.samples];
});
monitor.once('snapshot', ({ path, moment }) => void [path.length, moment === 'later']);
monitor.on('warning', (error) => void error.code.length);
const verdicts: Verdict[] = monitor.verdicts();
const recording: Recording = monitor.recording();
const [time, low, high]: [number, number, number] = monitor.series()[0]?.points[0] ?? [0, 0, 0];
monitor.dispose();
monitoring.monitorMemory();
void [verdicts, recording.gcs.count.major, time, low, high];

// @ts-expect-error: no such unit
monitorMemory({ series: { wasm: { read: () => 1, unit: 'MB' } } });
// @ts-expect-error: snapshots need a directory
monitorMemory({ snapshots: {} });
// @ts-expect-error: no such event
monitor.on('leak', () => {});
