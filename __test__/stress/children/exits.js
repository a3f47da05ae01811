'use strict';

// The ways to end a process. Arguments: the kind's name, how many targets, and what collects them:
// gc (V8's function alone, noticed through the sentinels) or forceGC.
//
// A kind says how it must end (`code`, default 0, or `signal`) and what it prints: `stdout(count)`
// exactly, `stderr` as a part; it may want V8 `flags`. Everything is written synchronously.

const fs = require('node:fs');
const v8 = require('node:v8');
const vm = require('node:vm');
const { Worker } = require('node:worker_threads');

const say = (text) => fs.writeSync(1, `${text}\n`);

let trackGC;
let forceGC;
let trackingStats;
let stopTrackGC;
let collect;

/** Tracks `count` targets and lets them go. */
function trackMany(count, callback) {
  const held = [];
  for (let number = 0; number < count; number++) {
    held.push({ number });
    trackGC(held[number], callback);
  }
  return held.length;
}

/** Says at exit how many callbacks have run, and whether any was left out. */
function reportAtExit() {
  const counter = { ran: 0 };
  process.on('exit', () => {
    const { pending, collected } = trackingStats();
    say(
      `ran ${counter.ran}${pending === 0 && collected === counter.ran ? '' : `, pending ${pending}, of ${collected}`}`,
    );
  });
  return counter;
}

function plainGC() {
  v8.setFlagsFromString('--expose-gc');
  const gc = vm.runInNewContext('gc');
  v8.setFlagsFromString('--no-expose-gc');
  // A marking that had begun while the targets were alive lets them live; the second one does not.
  gc();
  gc();
}

const collectors = { gc: plainGC, forceGC: () => void forceGC() };

const kinds = [
  {
    name: 'natural-pending',
    stdout: (count) => `ran ${count}`,
    body(count) {
      const counter = reportAtExit();
      trackMany(count, () => counter.ran++);
      collect();
    },
  },
  {
    name: 'natural-alive',
    stdout: () => 'ran 0',
    body(count) {
      reportAtExit();
      globalThis.alive = Array.from({ length: count }, (_, number) => ({ number }));
      for (const target of alive) trackGC(target, () => say('a callback of a target that is alive'));
      collect();
    },
  },
  {
    name: 'natural-without-gc',
    // A nursery that loading the modules does not fill.
    flags: ['--min-semi-space-size=16', '--max-semi-space-size=16'],
    stdout: () => 'ran 0',
    body(count) {
      reportAtExit();
      trackMany(Math.min(count, 1000), () => say('a callback at teardown'));
    },
  },
  {
    name: 'natural-garbage',
    // V8 decides when it collects, so only the sum is known: all that was found was reported.
    stdout: () => 'ran some, pending 0',
    body() {
      let ran = 0;
      process.on('exit', () => {
        const { pending, collected } = trackingStats();
        say(`ran ${ran > 0 && ran === collected ? 'some' : `${ran} of ${collected}`}, pending ${pending}`);
      });
      let rounds = 0;
      const round = () => {
        trackMany(5000, () => ran++);
        if (++rounds < 20) setImmediate(round);
      };
      round();
    },
  },
  {
    name: 'exit-in-callback',
    code: 7,
    stdout: (count) => `ran ${Math.ceil(count / 2)}`,
    body(count) {
      let ran = 0;
      process.on('exit', () => say(`ran ${ran}`));
      trackMany(count, () => {
        if (++ran === Math.ceil(count / 2)) process.exit(7);
      });
      collect();
    },
  },
  {
    name: 'exit-during-delivery',
    code: 8,
    stdout: () => 'nothing ran after it',
    body(count) {
      let exited = false;
      let after = 0;
      trackMany(count, () => {
        if (exited) after++;
        else setImmediate(end);
      });
      const end = () => {
        process.on('exit', () => {
          exited = true;
          plainGC();
          say(after === 0 ? 'nothing ran after it' : `${after} ran after it`);
        });
        process.exit(8);
      };
      collect();
    },
  },
  {
    name: 'throw',
    code: 1,
    stderr: 'Error: thrown by callback 1',
    stdout: () => 'ran 1',
    body(count) {
      let ran = 0;
      process.on('exit', () => say(`ran ${ran}`));
      trackMany(count, () => {
        throw new Error(`thrown by callback ${++ran}`);
      });
      collect();
    },
  },
  {
    name: 'throw-handled',
    stdout: (count) => `threw ${Math.ceil(count / 3)}\nran ${count}`,
    body(count) {
      const counter = reportAtExit();
      let threw = 0;
      process.on('uncaughtException', () => threw++);
      process.prependListener('exit', () => say(`threw ${threw}`));
      trackMany(count, () => {
        if (counter.ran++ % 3 === 0) throw new Error('thrown by a callback');
      });
      collect();
    },
  },
  {
    name: 'throw-then-exit-in-handler',
    code: 9,
    stdout: () => 'ran 1',
    body(count) {
      let ran = 0;
      process.on('uncaughtException', () => process.exit(9));
      process.on('exit', () => say(`ran ${ran}`));
      trackMany(count, () => {
        ran++;
        throw new Error('thrown by a callback');
      });
      collect();
    },
  },
  {
    name: 'uncaught-elsewhere',
    code: 1,
    stderr: 'Error: elsewhere',
    stdout: () => '',
    body(count) {
      trackMany(count, () => {});
      collect();
      setImmediate(() => {
        throw new Error('elsewhere');
      });
    },
  },
  {
    name: 'uncaught-at-once',
    code: 1,
    stderr: 'Error: at once',
    stdout: () => '',
    body(count) {
      trackMany(count, () => say('a callback after the error'));
      plainGC();
      throw new Error('at once');
    },
  },
  {
    name: 'unhandled-rejection',
    code: 1,
    stderr: 'rejected by a callback',
    stdout: () => '',
    body(count) {
      trackMany(count, async () => {
        throw new Error('rejected by a callback');
      });
      collect();
    },
  },
  {
    name: 'sigterm-during-delivery',
    code: null,
    signal: 'SIGTERM',
    stdout: () => '',
    body(count) {
      // Waits in the callback: no further one may run, so nothing is printed.
      let ran = 0;
      trackMany(count, () => {
        if (++ran > 1) say('a callback after the signal');
        process.kill(process.pid, 'SIGTERM');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20_000);
      });
      collect();
    },
  },
  {
    name: 'sigterm-from-outside',
    code: null,
    signal: 'SIGTERM',
    stdout: () => 'ready',
    onOutput: (_text, child) => child.kill('SIGTERM'),
    body(count) {
      let rounds = 0;
      const round = async () => {
        trackMany(Math.min(count, 3000), () => {});
        await forceGC();
        if (++rounds === 3) say('ready');
        setImmediate(round);
      };
      round();
    },
  },
  {
    name: 'sigterm-handled',
    code: 5,
    stdout: () => 'handled',
    body(count) {
      process.on('SIGTERM', () => {
        say('handled');
        process.exit(5);
      });
      let ran = 0;
      trackMany(count, () => {
        if (ran++ === 0) process.kill(process.pid, 'SIGTERM');
      });
      // The signal arrives in a later turn, which nothing else would wait for.
      setTimeout(() => {}, 10_000);
      collect();
    },
  },
  {
    name: 'exit-in-worker-callback',
    stdout: (count) => `worker ended with 6\nran ${count}`,
    body(count) {
      const counter = reportAtExit();
      startWorker('exit', count).on('exit', (code) => say(`worker ended with ${code}`));
      trackMany(count, () => counter.ran++);
      collect();
    },
  },
  {
    name: 'throw-in-worker-callback',
    stdout: (count) => `thrown in a worker\nworker ended with 1\nran ${count}`,
    body(count) {
      const counter = reportAtExit();
      startWorker('throw', count)
        .on('error', (error) => say(error.message))
        .on('exit', (code) => say(`worker ended with ${code}`));
      trackMany(count, () => counter.ran++);
      collect();
    },
  },
  {
    name: 'exit-while-workers-run',
    code: 4,
    stdout: () => '',
    body(count) {
      for (let number = 0; number < 3; number++) {
        startWorker('loop', count).once('message', () => {
          trackMany(count, () => process.exit(4));
          collect();
        });
      }
    },
  },
  {
    name: 'track-in-exit-handler',
    code: 3,
    stdout: () => 'exit handler done',
    body(count) {
      process.exitCode = 3;
      process.on('exit', () => {
        trackMany(count, () => say('a callback after the exit handler'));
        plainGC();
        trackMany(count, () => say('a callback after the exit handler'));
        // Collects at once; what it would wait for never comes.
        forceGC();
        say('exit handler done');
      });
    },
  },
  {
    name: 'track-in-before-exit-handler',
    stdout: (count) => `ran ${2 * count}`,
    body(count) {
      const counter = reportAtExit();
      let times = 0;
      process.on('beforeExit', () => {
        if (++times > 2) return;
        trackMany(count, () => counter.ran++);
        collect();
      });
    },
  },
  {
    name: 'stop-in-callback',
    stdout: () => 'ran 1',
    body(count) {
      let ran = 0;
      process.on('exit', () => say(`ran ${ran}`));
      trackMany(count, () => {
        ran++;
        stopTrackGC();
      });
      collect();
    },
  },
  {
    name: 'track-in-callback',
    stdout: (count) => `ran ${2 * count}`,
    body(count) {
      const counter = reportAtExit();
      trackMany(count, () => {
        if (counter.ran++ === 0) {
          trackMany(count, () => counter.ran++);
          plainGC();
        }
      });
      collect();
    },
  },
];

function startWorker(mode, count) {
  return new Worker(__filename, { argv: ['worker', count, 'gc', mode] });
}

/** In a worker: its targets' callbacks end it as `mode` says; loop tells that it runs, and goes on. */
function work(count, mode) {
  if (mode === 'loop') {
    const { parentPort } = require('node:worker_threads');
    const round = async () => {
      trackMany(Math.min(count, 3000), () => {});
      await forceGC();
      parentPort.postMessage('round');
      setImmediate(round);
    };
    round();
    return;
  }
  trackMany(count, () => {
    if (mode === 'exit') process.exit(6);
    throw new Error('thrown in a worker');
  });
  plainGC();
}

function main([name, countText, collector, mode]) {
  ({ trackGC, forceGC, trackingStats, stopTrackGC } = require('../../..'));
  collect = collectors[collector];
  const count = Number(countText);
  if (name === 'worker') work(count, mode);
  else kinds.find((kind) => kind.name === name).body(count);
}

module.exports = { kinds };

if (require.main === module || process.argv[2] === 'worker') main(process.argv.slice(2));
