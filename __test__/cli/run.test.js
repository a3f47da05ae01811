'use strict';

// gc-tracker run: real programs, watched until they end in one way or the other, and asked for a report in between.

const assert = require('node:assert');
const { execFileSync, fork } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, afterEach, before, describe, test } = require('node:test');
const { setTimeout: sleep } = require('node:timers/promises');
const { run, runInTerminal } = require('./run.js');
const { workspace } = require('../support/workspace.js');

const BIN = path.resolve(__dirname, '../../bin/gc-tracker.js');
const SERVICE = path.join(__dirname, '../recording/service.js');
const LIBRARY = JSON.stringify(path.resolve(__dirname, '../..'));
const BOUND_MS = 30_000;
const ESCAPE = '\u001b';

const folder = workspace({ after });
let output;
const { TMPDIR } = process.env;

before(() => {
  output = path.join(folder, 'report.html');
  process.env.TMPDIR = path.join(folder, 'tmp');
  fs.mkdirSync(process.env.TMPDIR);
});

// Whatever happened, nothing is left behind.
afterEach(async () => {
  fs.rmSync(output, { force: true });
  await until(() => fs.readdirSync(process.env.TMPDIR).length === 0, 'the folder of the run to be removed');
});

after(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
});

async function until(condition, what) {
  for (const end = Date.now() + BOUND_MS; !condition(); await sleep(20)) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
  }
}

/** Runs `gc-tracker run -o report ...words`; `meanwhile` gets { child, printed: () => string, pid: () => Promise }. */
async function watch(words, meanwhile = () => {}) {
  let steps;
  const result = await run(['run', '-o', output, ...words], (child) => {
    let text = '';
    child.stdout.on('data', (more) => {
      text += more;
    });
    const pid = async () => {
      await until(() => /ready \d+/.test(text), 'the program to be ready');
      return Number(/ready (\d+)/.exec(text)[1]);
    };
    child.stdin.end('what is typed');
    steps = meanwhile({ child, pid, printed: () => text });
  });
  await steps;
  return result;
}

/** What the report embeds. */
function report() {
  const html = fs.readFileSync(output, 'utf8');
  return JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(html)[1]);
}

const samples = ({ recordings: [{ series }] }) =>
  series.find(({ id }) => id === 'heapUsed')?.points.length ?? 0;

describe('the program is as it would be without', () => {
  test('its code, its output and its input are its own', async () => {
    const code =
      "process.stdin.on('data', (text) => console.log('got', String(text))).on('end', () => process.exit(42))";
    const { code: exit, stdout, stderr } = await watch(['-e', code]);
    assert.deepStrictEqual([exit, stdout], [42, 'got what is typed\n']);
    assert.match(stderr, /^gc-tracker: .*report\.html {2}[\d.]+ kB\n$/);
  });

  test('flags of Node.js and its own arguments reach it, ours do not', async () => {
    const file = path.join(folder, 'args.js');
    fs.writeFileSync(
      file,
      'console.log(JSON.stringify([typeof gc, process.title, process.argv.slice(2), process.execArgv, Object.keys(process.env).filter((name) => /GC_TRACKER/.test(name))]))',
    );
    const { stdout } = await watch(['--expose-gc', '--title=mine', file, '-o', 'x', '--strings']);
    const expected = ['function', 'mine', ['-o', 'x', '--strings'], ['--expose-gc', '--title=mine'], []];
    assert.deepStrictEqual(JSON.parse(stdout), expected);
  });

  test('an ES module is the main module, with its top-level await', async () => {
    const file = path.join(folder, 'main.mjs');
    fs.writeFileSync(
      file,
      `import { forceGC } from ${JSON.stringify(path.resolve(__dirname, '../../index.js'))};
      await forceGC();
      await new Promise((resolve) => setTimeout(resolve, 700));
      await forceGC();
      console.log(import.meta.url, process.argv[1]);`,
    );
    const { code, stdout } = await watch([file]);
    assert.deepStrictEqual([code, stdout.includes('main.mjs')], [0, true]);
    assert.ok(samples(report()) > 0);
  });

  test('a forked child, a worker thread and what they start are not watched', async () => {
    const file = path.join(folder, 'family.js');
    fs.writeFileSync(
      file,
      `const { fork } = require('node:child_process');
      const { Worker, isMainThread } = require('node:worker_threads');
      const loaded = () => Object.keys(require.cache).some((name) => /recorder/.test(name));
      if (process.argv[2] === 'child' || !isMainThread) console.log(isMainThread ? 'child' : 'worker', loaded());
      else {
        console.log('main', loaded());
        fork(__filename, ['child']).on('exit', () => new Worker(__filename));
      }`,
    );
    const { stdout } = await watch([file]);
    assert.strictEqual(stdout, 'main true\nchild false\nworker false\n');
    assert.strictEqual(report().recordings.length, 1);
  });

  test('with --children they are watched, and each has its recording', async () => {
    const file = path.join(folder, 'cluster.js');
    fs.writeFileSync(
      file,
      `const { fork } = require('node:child_process');
      const { forceGC } = require(${LIBRARY});
      forceGC();
      if (process.argv[2] === undefined) for (const name of ['a', 'b']) fork(__filename, [name]);
      setTimeout(() => {}, 300);`,
    );
    const { code } = await watch(['--children', file]);
    assert.strictEqual(code, 0);
    const { recordings } = report();
    assert.strictEqual(recordings.length, 3);
    assert.strictEqual(new Set(recordings.map(({ pid }) => pid)).size, 3);
  });

  test('what fails in the recorder is told once, and does not reach the program', async () => {
    const plants = {
      "process.memoryUsage = fail('memoryUsage')":
        /the memory in use could not be read: planted in memoryUsage/,
      "require('fs').renameSync = fail('renameSync')":
        /the recording cannot be written: planted in renameSync/,
      "require('fs').renameSync = require('fs').writeSync = fail('renameSync')": /^(?!.*planted)/s,
    };
    for (const [plant, told] of Object.entries(plants)) {
      const code = `
        const { forceGC } = require(${LIBRARY});
        const fail = (name) => () => { throw new Error('planted in ' + name); };
        ${plant};
        forceGC();
        setTimeout(() => forceGC(), 600);
        setTimeout(() => process.exit(3), 1200);`;
      const { code: exit, stderr } = await watch(['-e', code]);
      assert.strictEqual(exit, 3, stderr);
      assert.match(stderr, told);
      assert.ok((stderr.match(/planted/g) ?? []).length <= 1, stderr);
    }
  });

  test('a program that watches itself goes on to do so', async () => {
    const code = `
      const { forceGC, trackGC } = require(${LIBRARY});
      const { monitorMemory } = require(${JSON.stringify(path.resolve(__dirname, '../../lib/monitor/index.js'))});
      const monitor = monitorMemory();
      const kept = {};
      trackGC(kept, undefined, { label: 'kept' });
      monitor.once('sample', () => console.log('sampled', monitor.series().length > 0, kept.x));
      setTimeout(() => forceGC(), 200);
      setTimeout(() => {}, 600);`;
    const { code: exit, stdout } = await watch(['-e', code]);
    assert.deepStrictEqual([exit, stdout], [0, 'sampled true undefined\n']);
    assert.deepStrictEqual(report().recordings[0].labels, [['kept', 1, 0]]);
  });
});

describe('what it inherits is its own', () => {
  test('file descriptors, files and pipes', { skip: process.platform === 'win32' }, async () => {
    const file = path.join(folder, 'inherited.txt');
    fs.writeFileSync(file, 'of a file');
    const code = "console.log(fs.readFileSync(3, 'utf8'), fs.readFileSync(process.argv[1], 'utf8'))";
    const line = `exec "$0" "$1" run -o "$2" -e "$3" <(printf '%s' 'of a pipe') 3<"$4"`;
    const args = ['-c', line, process.execPath, BIN, output, code, file];
    const stdout = execFileSync('bash', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    assert.strictEqual(stdout, 'of a file of a pipe\n');
  });

  test('messages go both ways, and each side can disconnect', async () => {
    const file = path.join(folder, 'messages.js');
    fs.writeFileSync(
      file,
      `process.on('message', ({ add, end }) => (end ? process.disconnect() : process.send({ sum: add + 1 })));
      process.on('disconnect', () => process.exit(6));
      process.send('ready');`,
    );
    for (const side of ['program', 'parent']) {
      const child = fork(BIN, ['run', '-o', output, file], { stdio: 'ignore' });
      const told = [];
      child.on('message', (message) => {
        told.push(message);
        if (message === 'ready') child.send({ add: 1 });
        else if (side === 'parent') child.disconnect();
        else child.send({ end: true });
      });
      const [code] = await once(child, 'exit');
      assert.deepStrictEqual([code, told], [6, ['ready', { sum: 2 }]]);
    }
  });

  test('no channel, if there is none', async () => {
    const { stdout } = await watch(['-p', 'typeof process.send']);
    assert.strictEqual(stdout, 'undefined\n');
  });

  test('it runs without a folder for temporary files, too', async () => {
    const { TMPDIR: own } = process.env;
    process.env.TMPDIR = path.join(folder, 'missing');
    try {
      const { code, stdout } = await watch(['-p', 'process.env.TMPDIR']);
      assert.deepStrictEqual([code, stdout], [0, `${process.env.TMPDIR}\n`]);
      assert.strictEqual(report().recordings.length, 1);
    } finally {
      process.env.TMPDIR = own;
    }
    assert.ok(!fs.readdirSync(folder).some((name) => name.startsWith('gc-tracker-run-')));
  });
});

describe('no file of others is lost', () => {
  /** Runs code in a folder of its own, as `gc-tracker run -e code`. Returns the files that are there afterwards. */
  async function filesOf(code, words = []) {
    const cwd = fs.mkdtempSync(path.join(folder, 'own-'));
    for (const [name, text] of Object.entries({ 'victim.txt': 'victim', 'empty.html': '' }))
      fs.writeFileSync(path.join(cwd, name), text);
    const { code: exit, stderr } = await run(['run', ...words, '-e', code], undefined, cwd);
    assert.strictEqual(exit, 0, stderr);
    const read = (name) => {
      const text = fs.readFileSync(path.join(cwd, name), 'utf8');
      return text.includes('gc-tracker report') ? 'a report' : text;
    };
    const { 'victim.txt': victim, ...files } = Object.fromEntries(
      fs.readdirSync(cwd).map((name) => [name, read(name)]),
    );
    assert.strictEqual(victim, 'victim');
    return { files, stderr };
  }

  test('a file of the name of the report, which the program has written', async () => {
    const { files, stderr } = await filesOf("fs.writeFileSync('report.html', 'precious')");
    const expected = { 'empty.html': '', 'report.html': 'precious', 'report-2.html': 'a report' };
    assert.deepStrictEqual(files, expected);
    assert.match(stderr, /^gc-tracker: report-2\.html /m);
  });

  test('an empty one, which it has opened', async () => {
    const { files } = await filesOf("fs.writeFileSync('report.html', '')");
    assert.deepStrictEqual(files, { 'empty.html': '', 'report.html': '', 'report-2.html': 'a report' });
  });

  test('but an empty one of before, and an earlier report, are replaced', async () => {
    const { files } = await filesOf('0', ['-o', 'empty.html']);
    assert.deepStrictEqual(files, { 'empty.html': 'a report' });
    const again = "process.kill(process.ppid, 'SIGUSR2'); setTimeout(() => {}, 1500)";
    const { files: twice } = await filesOf(again, ['-o', 'twice.html']);
    assert.deepStrictEqual(twice, { 'empty.html': '', 'twice.html': 'a report' });
  });

  test('nor what a link to it leads to, under the name of the file that is being written', async () => {
    const { files } = await filesOf(
      "fs.symlinkSync(fs.realpathSync('victim.txt'), 'r.html.' + process.ppid + '.part')",
      ['-o', 'r.html'],
    );
    assert.strictEqual(files['r.html'], 'a report');
  });
});

describe('however it ends, there is a report', () => {
  const ends = {
    exit: { code: 7 },
    throw: { code: 1, stderr: /Error: thrown on purpose/ },
    reject: { code: 1, stderr: /Error: rejected on purpose/ },
    end: { code: 0 },
    kill: { code: 137 },
  };
  for (const [what, expected] of Object.entries(ends)) {
    test(`${what}: code ${expected.code}`, async () => {
      const { code, stderr } = await watch([SERVICE, what]);
      assert.strictEqual(code, expected.code);
      assert.match(stderr, expected.stderr ?? /report\.html/);
      // What was recorded in the last half second may be lost with a program that is killed.
      assert.ok(samples(report()) >= (what === 'kill' ? 0 : 1));
      assert.strictEqual(fs.statSync(output).mode & 0o777, 0o600);
    });
  }

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    test(`${signal}, which it does not listen to: the command ends by it as well`, async () => {
      const result = await watch([SERVICE, 'stay'], async ({ child, pid }) => {
        await pid();
        child.kill(signal);
      });
      assert.deepStrictEqual([result.code, result.signal], [null, signal]);
      assert.ok(samples(report()) >= 1);
    });

    test(`${signal}, which it handles: it gets it once, and the code is its own`, async () => {
      const { code, stdout } = await watch([SERVICE, 'handle', signal], async ({ child, pid }) => {
        await pid();
        child.kill(signal);
      });
      assert.strictEqual(code, 5);
      assert.match(stdout, new RegExp(`\n1 ${signal}\n$`));
      assert.ok(samples(report()) >= 1);
    });
  }

  test('a signal to the program itself', async () => {
    const result = await watch([SERVICE, 'stay'], async ({ pid }) => process.kill(await pid(), 'SIGTERM'));
    assert.strictEqual(result.signal, 'SIGTERM');
    assert.ok(samples(report()) >= 1);
  });

  test('a program that is not there, and flags that Node.js does not know', async () => {
    const missing = await watch([path.join(folder, 'missing.js')]);
    assert.strictEqual(missing.code, 1);
    assert.match(missing.stderr, /Cannot find module/);
    fs.rmSync(output);
    const { code, stderr } = await watch(['--snapshot', SERVICE]);
    assert.strictEqual(code, 9);
    assert.match(
      stderr,
      /bad option: --snapshot\ngc-tracker: nothing to report: the program has not started\n/,
    );
    assert.ok(!fs.existsSync(output));
  });

  test('when the command is killed, the program goes on, and forgets about it', async () => {
    let program;
    await watch([SERVICE, 'handle', 'SIGTERM'], async ({ child, pid }) => {
      program = await pid();
      child.kill('SIGKILL');
      await until(() => fs.readdirSync(process.env.TMPDIR).length === 0, 'the folder to be removed');
      process.kill(program, 0);
      process.kill(program, 'SIGTERM');
    });
  });
});

describe('a report in between', () => {
  test('SIGUSR2 to the command: a report of what there is so far', async () => {
    await watch([SERVICE, 'handle', 'SIGTERM'], async ({ child, pid, printed }) => {
      await pid();
      child.kill('SIGUSR2');
      await until(() => fs.existsSync(output), 'the report');
      assert.ok(samples(report()) >= 1);
      assert.ok(!printed().includes('SIGTERM'));
      child.kill('SIGTERM');
    });
  });

  test('SIGUSR2 to the program, which does not listen to it', async () => {
    const { code } = await watch([SERVICE, 'handle', 'SIGTERM'], async ({ child, pid }) => {
      process.kill(await pid(), 'SIGUSR2');
      await until(() => fs.existsSync(output), 'the report');
      child.kill('SIGTERM');
    });
    assert.strictEqual(code, 5);
  });

  test('SIGUSR2 is still that of a program which listens to it', async () => {
    for (const toCommand of [true, false]) {
      const { code, stdout } = await watch([SERVICE, 'handle', 'SIGUSR2'], async ({ child, pid }) => {
        const program = await pid();
        process.kill(toCommand ? child.pid : program, 'SIGUSR2');
      });
      assert.strictEqual(code, 5);
      assert.match(stdout, /\n1 SIGUSR2\n$/);
    }
  });

  test('a program that ends itself by SIGUSR2 after it has cleaned up does end', async () => {
    const code = `
      process.once('SIGUSR2', () => setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 50));
      setInterval(() => {}, 1000);
      setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 300);`;
    assert.strictEqual((await watch(['-e', code])).code, 128 + os.constants.signals.SIGUSR2);
  });
});

describe('snapshots', () => {
  test('the report says what grew and why, and has the map', async () => {
    const kept = path.join(folder, 'kept');
    const words = ['--snapshots', '--warmup', '1', '--keep', kept, SERVICE, 'stay'];
    await watch(words, async ({ child, pid }) => {
      const program = await pid();
      const folderOfRun = path.join(process.env.TMPDIR, fs.readdirSync(process.env.TMPDIR)[0]);
      const first = path.join(folderOfRun, `${program}.start.heapsnapshot`);
      await until(() => fs.existsSync(first), 'the first snapshot');
      await sleep(1000);
      child.kill('SIGTERM');
    });
    const { heap } = report();
    assert.deepStrictEqual(
      heap.files.map(({ file }) => file.replace(/^\d+/, '')),
      ['.start.heapsnapshot', '.last.heapsnapshot'],
    );
    const [{ holderTrail, holds, counts }] = heap.growth.paths;
    assert.match(holderTrail, /service\.js › sessions$/);
    assert.strictEqual(holds, 'Session');
    assert.ok(counts[1] > counts[0]);
    assert.ok(heap.tree.length > 100);
    const names = fs.readdirSync(kept).map((name) => name.replace(/^\d+/, ''));
    assert.deepStrictEqual(names.sort(), ['.last.heapsnapshot', '.recording.json', '.start.heapsnapshot']);
  });

  test('of a program that is clean nothing of its own has grown', async () => {
    await watch(['--snapshots', '--warmup', '1', SERVICE, 'stay', 'clean'], async ({ child, pid }) => {
      const program = await pid();
      const folderOfRun = path.join(process.env.TMPDIR, fs.readdirSync(process.env.TMPDIR)[0]);
      await until(
        () => fs.existsSync(path.join(folderOfRun, `${program}.start.heapsnapshot`)),
        'the first snapshot',
      );
      await sleep(1000);
      child.kill('SIGTERM');
    });
    const { growth } = report().heap;
    assert.ok(!growth.paths.some(({ holds }) => holds === 'Session'), JSON.stringify(growth.paths));
  });
});

describe('what it says meanwhile', () => {
  test('a line now and then, if standard error is no terminal', async () => {
    const { stderr } = await watch(['--interval', '1', SERVICE, 'stay'], async ({ child, pid }) => {
      await pid();
      await sleep(1500);
      child.kill('SIGTERM');
    });
    assert.match(stderr, /^gc-tracker: heap [\d.]+ MB, undecided; RSS [\d.]+ MB; \d+ full GCs?; \d s\n/);
  });

  test('on a terminal one line below, rewritten; a Ctrl-C reaches the program once', async () => {
    const words = ['run', '-o', output, SERVICE, 'handle', 'SIGINT'];
    let printed = '';
    let steps;
    const { stdout } = await runInTerminal(words, {}, (child) => {
      child.stdout.on('data', (text) => {
        printed += text;
      });
      steps = (async () => {
        await until(() => (printed.match(/gc-tracker: heap/g) ?? []).length >= 2, 'two lines');
        child.stdin.write('\u0003');
      })();
    });
    await steps;
    assert.match(stdout, /\D1 SIGINT\r\n/);
    // Down, there clear, print, and back: whatever the cursor was behind is as it was.
    const drawn = stdout.replaceAll(ESCAPE, '<').match(/<\[K<D<7\r<\[2Kgc-tracker: heap [^\n<]*<8<\[A/g);
    assert.ok(drawn.length >= 2);
    assert.match(stdout, /report\.html {2}[\d.]+ kB\r\n$/);
  });
});

test('what is typed wrongly is refused before the program is started', async () => {
  const cases = [
    [[], /FILE is missing: name the program to run/],
    [['-o', '-', SERVICE], /standard output is the program's; give -o the name of a file/],
    [['--interval', 'x', SERVICE], /--interval takes a number from 1 to/],
    [['-o'], /option '-o, --output <value>' argument missing/],
  ];
  for (const [words, message] of cases) {
    const { code, stderr, stdout } = await run(['run', ...words]);
    assert.deepStrictEqual([code, stdout], [2, '']);
    assert.match(stderr, message);
    assert.match(stderr, /\nusage: gc-tracker run /);
  }
  const mine = path.join(folder, 'mine.txt');
  fs.writeFileSync(mine, 'mine');
  const { code, stdout } = await run(['run', '-o', mine, '-e', 'console.log(1)']);
  assert.deepStrictEqual([code, stdout, fs.readFileSync(mine, 'utf8')], [1, '', 'mine']);
});
