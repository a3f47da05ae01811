'use strict';

// The command, run as a user runs it, on snapshots of a program that leaks and on one drawn by hand.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { gzipSync } = require('node:zlib');
const { version } = require('../../package.json');
const { width } = require('../../lib/util/text.js');
const { openHeapSnapshot } = require('../../lib/heap/snapshot.js');
const { sessionStore } = require('./handmade.js');
const { run } = require('./run.js');
const { runNode } = require('../support/run.js');
const { workspace } = require('../support/workspace.js');

const folder = workspace({ after });
let rounds;
let drawn;

before(async () => {
  await runNode([path.join(__dirname, 'leaking.js'), folder]);
  rounds = [1, 2, 3].map((round) => path.join(folder, `${round}.heapsnapshot`));
  drawn = file('drawn.heapsnapshot', sessionStore());
});

function file(name, content) {
  const full = path.join(folder, name);
  fs.writeFileSync(full, content);
  return full;
}

/** What the command prints, if it succeeds and says nothing else. */
async function text(...args) {
  const { code, stdout, stderr } = await run(args);
  assert.deepStrictEqual({ code, stderr }, { code: 0, stderr: '' });
  return stdout;
}

const json = async (...args) => JSON.parse(await text(...args, '--json'));

test('summary says what holds most, and lists the classes', async () => {
  const expected = `
${drawn}  6.5 kB
17 nodes, 16 edges, 26 strings
1 node (40 B) cannot be reached from the root
object 3.2 kB, string 3.0 kB, code 170 B, closure 64 B

What holds most
 31 %    2.0 kB  Map @9
                 Global.store.sessions
 31 %    2.0 kB  "xxxxxxxxxx" @109
                 Global.store.sessions["user-1"].text
 15 %    1.0 kB  "xxxxxxxxxx" @103
                 Global.store.sessions["user-0"].text

Class            Count  Shallow  Retained         Distance
global               1   1.0 kB    6.5 kB   99 %         1
Store                1     24 B    5.5 kB   84 %         2
Map                  1   2.0 kB    5.2 kB   80 %         3
Session              2    112 B    3.1 kB   48 %         5
(string)             4   3.0 kB    3.0 kB   47 %         5
Function             1     64 B     234 B  3.6 %         3
(compiled code)      2    170 B     170 B  2.6 %         4
Forgotten            1     40 B      40 B  0.6 %      none

'gc-tracker explain FILE CLASS' says why the objects of a class are alive
`;
  assert.strictEqual(`\n${await text('summary', drawn)}`, expected);
});

test('find lists the objects of a class and what holds each', async () => {
  const expected = `
Session
2 objects, shallow 112 B, retained 3.1 kB

@id   Shallow  Retained  Distance  Held by
@107     56 B    2.1 kB         5  ["user-1"] of Map @9
@101     56 B    1.1 kB         5  ["user-0"] of Map @9
`;
  assert.strictEqual(`\n${await text('find', drawn, 'Session')}`, expected);
});

test('explain shows the retaining path, and once what is held in the same way', async () => {
  const expected = `
Session @107
shallow 56 B, retained 2.1 kB, distance 5

Retaining path                                                          Retained
(GC root) Global
  └─ .store  Store @7                                                     5.5 kB
       └─ .sessions  Map @9                                               5.2 kB
            └─ ["user-1"]  Session @107                                   2.1 kB

1 more of the 2 is held in the same way: @101
`;
  assert.strictEqual(`\n${await text('explain', drawn, 'Session')}`, expected);
});

test('explain takes an @id, and the name of a function, and says where that is written', async () => {
  const expected = `
function handler @13
shallow 64 B, retained 234 B, distance 3
written in /app/lib/store.js:21

Retaining path                                                          Retained
(GC root) Global
  └─ .store  Store @7                                                     5.5 kB
       └─ ["two words"]  function handler @13  lib/store.js:21             234 B
`;
  assert.strictEqual(`\n${await text('explain', drawn, 'handler')}`, expected);
  assert.strictEqual(`\n${await text('explain', drawn, '@13')}`, expected);
});

test('explain says of what is held weakly that nothing else holds it', async () => {
  const expected = `
Forgotten @15
shallow 40 B, retained 40 B, not reachable

No path leads to it from the GC root: nothing but weak references holds it.
  weak reference of Store @7
`;
  assert.strictEqual(`\n${await text('explain', drawn, '@15')}`, expected);
});

test('diff shows what is new, and why that is alive', async () => {
  const larger = file('larger.heapsnapshot', sessionStore(5));
  const expected = `
  6.5 kB             ${drawn}
 18.7 kB   +12.2 kB  ${larger}
Snapshots of one process: compared object by object.

Class     New  Gone  Count   Shallow  Retained
Session     3     0     +3    +168 B  +12.2 kB
(string)    6     0     +6  +12.1 kB  +12.1 kB

Why new objects of class Session are alive
Session @125
shallow 56 B, retained 5.1 kB, distance 5

Retaining path                                                          Retained
(GC root) Global
  └─ .store  Store @7                                                    17.7 kB
       └─ .sessions  Map @9                                              17.4 kB
            └─ ["user-4"]  Session @125                                   5.1 kB

2 more of the 3 are held in the same way: @119 @113
`;
  assert.strictEqual(`\n${await text('diff', drawn, larger)}`, expected);
});

test('diff of several snapshots marks what grew on every step', async () => {
  const { classes, comparable, files } = await json('diff', ...rounds);
  assert.deepStrictEqual(comparable, [true, true]);
  assert.strictEqual(files.length, 3);
  const byName = new Map(classes.map((one) => [one.name, one]));
  const session = byName.get('Session');
  assert.deepStrictEqual([session.growing, session.countDelta, session.steps.length], [true, 400, 2]);
  assert.deepStrictEqual(
    session.steps.map(({ addedCount, removedCount }) => [addedCount, removedCount]),
    [
      [200, 0],
      [200, 0],
    ],
  );
  assert.ok(session.retainedDelta > session.sizeDelta);
  assert.strictEqual(byName.has('会話の管理'), false);

  const lines = (await text('diff', ...rounds)).split('\n');
  assert.match(
    lines.find((line) => line.includes('Session')),
    /^\* Session +\+200 +\+200 +\+400 /,
  );
  assert.ok(lines.includes('* grew on every step'));
});

test('diff explains both leaks of a program, each by its newest objects', async () => {
  const output = await text('diff', ...rounds);
  const [, session, listener, ...rest] = output.split(/^Why new objects of class .* are alive$/m);
  assert.match(session, /\.sessions {2}Map @\d+ .*\n.*\["user-\d+"\] {2}Session @/);
  assert.match(session, /^written in .*leaking\.js:16$/m);
  assert.match(listener, /\.hub {2}EventEmitter @\d+ .*\n.*listener of "tick" {2}function onTick @/);
  assert.deepStrictEqual(rest, []);
});

test('snapshots of different processes are compared by class', async () => {
  const { comparable, classes } = await json('diff', drawn, rounds[0], '--top', '300');
  assert.deepStrictEqual(comparable, [false]);
  const session = classes.find(({ name }) => name === 'Session');
  assert.deepStrictEqual([session.countDelta, session.steps[0].addedCount], [198, null]);
  assert.match(await text('diff', drawn, rounds[0]), /^Not snapshots of one process .*compared by class/m);
});

test('a snapshot compared with itself has not changed', async () => {
  assert.match(await text('diff', rounds[0], rounds[0]), /^No class has changed\.$/m);
});

test('--json has what the API answers', async () => {
  const snapshot = await openHeapSnapshot(rounds[0]);
  const [session] = await snapshot.find({ className: 'Session', top: 1 });
  const [found, explained, summary] = await Promise.all([
    json('find', rounds[0], 'Session', '--top', '3'),
    json('explain', rounds[0], `@${session.id}`, '--paths', '2'),
    json('summary', rounds[0], '--top', '5', '--sort', 'count'),
  ]);
  assert.strictEqual(found.nodes.length, 3);
  const { heldBy, ...node } = found.nodes[0];
  assert.deepStrictEqual(node, session);
  assert.strictEqual(heldBy.edge.type, 'internal');
  assert.match(heldBy.text, /^\["user-\d+"\] of Map @\d+$/);
  assert.deepStrictEqual(found.classes, await snapshot.classes({ name: 'Session' }));

  assert.strictEqual(explained.nodes.length, 1);
  assert.deepStrictEqual(explained.nodes[0].node, session);
  const { readable, ...path } = explained.nodes[0].paths[0];
  assert.deepStrictEqual(path, (await snapshot.retainingPath(session.id))[0]);
  const { label, ...entry } = readable.at(-1);
  assert.match(label, /^\["user-\d+"\]$/);
  assert.deepStrictEqual(entry, {
    what: 'Session',
    kind: 'entry',
    id: session.id,
    place: null,
    note: null,
    retainedSize: session.retainedSize,
  });

  assert.deepStrictEqual(summary.classes, await snapshot.classes({ top: 5, sort: 'count' }));
  assert.strictEqual(summary.classCount, (await snapshot.classes()).length);
  const { nodeCount, shallowSize } = await snapshot.summary();
  assert.deepStrictEqual([summary.nodeCount, summary.shallowSize], [nodeCount, shallowSize]);
  snapshot.dispose();
});

test('a gzipped snapshot reads the same', async () => {
  const packed = file('packed.heapsnapshot.gz', gzipSync(fs.readFileSync(rounds[0])));
  const [plain, unpacked] = [await json('summary', rounds[0]), await json('summary', packed)];
  assert.deepStrictEqual({ ...unpacked, file: plain.file }, plain);
});

test('whatever names hold, text is printable and fits 80 columns', async () => {
  const outputs = await Promise.all([
    text('summary', rounds[2], '--top', '300'),
    text('diff', ...rounds, '--top', '300'),
    ...['Link', '会話の管理', '(string)', 'Function', '(array)', 'Object'].flatMap((name) => [
      text('find', rounds[2], name, '--top', '200'),
      text('explain', rounds[2], name, '--top', '100', '--paths', '3'),
    ]),
  ]);
  for (const line of outputs.join('').split('\n')) {
    assert.ok(width(line) <= 80, line);
    assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]|undefined @|NaN |\[object/u);
  }
  const list = await text('explain', rounds[2], 'Link', '--top', '600');
  assert.ok(list.includes('["two words"]'));
  assert.ok(list.includes('["\\x1b[2Jclear\\n\\u202e"]'), list);
});

test('a list in a path is counted', async () => {
  const { nodes } = await json('find', rounds[0], 'Link', '--top', '600');
  const last = nodes.reduce((deepest, node) => (node.distance > deepest.distance ? node : deepest));
  const lines = (await text('explain', rounds[0], `@${last.id}`)).split('\n');
  const from = lines.findIndex((line) => line.includes('.list  Link'));
  assert.match(lines[from + 1], /\.next {2}Link @\d+ /);
  assert.match(lines[from + 2], /^ +… {2}497 more \.next {2}Link$/);
  assert.ok(lines[from + 3].includes(`.next  Link @${last.id} `));
});

test('JSON has no raw control characters either', async () => {
  const output = await text('explain', rounds[2], 'Link', '--top', '600', '--json');
  assert.doesNotMatch(output.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
  const names = JSON.parse(output).nodes.flatMap(({ paths }) => paths[0].steps.map(({ edge }) => edge.name));
  assert.ok(names.includes('\u001b[2Jclear\n\u202e'));
});

test('a snapshot that cannot be read is an error with its code, and exit 1', async () => {
  const whole = fs.readFileSync(rounds[0]);
  const cases = [
    [path.join(folder, 'none.heapsnapshot'), 'SNAPSHOT_READ'],
    [folder, 'SNAPSHOT_READ'],
    [file('empty', ''), 'SNAPSHOT_(TRUNCATED|INVALID)'],
    [file('text', 'not a snapshot'), 'SNAPSHOT_INVALID'],
    [file('half', whole.subarray(0, whole.length / 2)), 'SNAPSHOT_TRUNCATED'],
  ];
  for (const [name, code] of cases) {
    const result = await run(['summary', name, '--json']);
    assert.deepStrictEqual([result.code, result.stdout], [1, ''], name);
    assert.match(result.stderr, new RegExp(`^gc-tracker: [^\\n]+ \\(ERR_GC_TRACKER_${code}\\)\\n$`));
    assert.ok(result.stderr.includes(path.basename(name)), result.stderr);
  }
});

test('a class or an object that is not there is an error with a hint, and exit 1', async () => {
  const cases = [
    [['find', drawn, 'Sesion'], 'is it "Session"?', 'CLASS_NOT_FOUND'],
    [['explain', drawn, 'string'], 'is it "(string)"?', 'CLASS_NOT_FOUND'],
    [['explain', drawn, 'Unheard'], "see 'summary'", 'CLASS_NOT_FOUND'],
    [['explain', drawn, '@12345'], '@12345', 'NODE_NOT_FOUND'],
  ];
  for (const [args, hint, code] of cases) {
    const { code: exit, stdout, stderr } = await run(args);
    assert.deepStrictEqual([exit, stdout], [1, ''], args.join(' '));
    assert.ok(stderr.includes(hint) && stderr.includes(`ERR_GC_TRACKER_${code}`), stderr);
  }
});

test('a wrong command line gets a usage line, and exit 2', async () => {
  const cases = [
    [[], 'a command is missing'],
    [['explode', drawn], "unknown command 'explode'"],
    [['summary'], 'FILE is missing'],
    [['summary', drawn, drawn], 'is one operand too many'],
    [['find', drawn], 'CLASS is missing'],
    [['diff', drawn], 'a second heap snapshot'],
    [['summary', drawn, '--top', '0'], "--top takes a number from 1 to 1000000, not '0'"],
    [['summary', drawn, '--top', 'ten'], "not 'ten'"],
    [['summary', drawn, '--sort', 'size'], "--sort takes retained, shallow, count, not 'size'"],
    [['find', drawn, 'Session', '--paths', '2'], 'find has no option --paths'],
    [['summary', drawn, '--bogus'], "unknown option '--bogus'"],
    [['summary', drawn, '--top'], "option '--top <value>' argument missing"],
  ];
  for (const [args, problem] of cases) {
    const { code, stdout, stderr } = await run(args);
    assert.deepStrictEqual([code, stdout], [2, ''], args.join(' '));
    assert.ok(stderr.startsWith('gc-tracker: ') && stderr.includes(problem), stderr);
    assert.match(stderr, /^usage: gc-tracker /m);
  }
});

test('help and --version', async () => {
  assert.strictEqual(await text('--version'), `${version}\n`);
  const all = await text('help');
  assert.strictEqual(await text('--help'), all);
  for (const command of ['summary', 'find', 'explain', 'diff']) {
    assert.ok(all.includes(`gc-tracker ${command} FILE`));
    const one = await text('help', command);
    assert.strictEqual(await text(command, '--help'), one);
    assert.ok(one.startsWith(`usage: gc-tracker ${command} `), one);
    for (const line of one.split('\n')) assert.ok(line.length <= 80, line);
  }
});

test('a reader that has seen enough (| head) is no error', async () => {
  const closeEarly = (child) => child.stdout.once('data', () => child.stdout.destroy());
  const args = ['find', rounds[2], '(string)', '--top', '50000', '--json'];
  const { code, signal, stderr, stdout } = await run(args, closeEarly);
  assert.deepStrictEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' });
  assert.throws(() => JSON.parse(stdout));
});

/** A named pipe, which holds a reading up until somebody writes. */
function pipe(name) {
  const full = path.join(folder, name);
  execFileSync('mkfifo', [full]);
  return full;
}

test('Ctrl-C cancels the reading, and the exit code is 130', async () => {
  const endless = pipe('endless');
  const feed = async (child) => {
    // Opens as soon as the command reads.
    const handle = await fs.promises.open(endless, 'w');
    // Who reads may be gone at any time.
    const write = (text) => handle.write(text).catch(() => {});
    let written = write('{"snapshot":');
    child.kill('SIGINT');
    const spaces = ' '.repeat(1000);
    while (child.exitCode === null && child.signalCode === null) {
      await written;
      written = write(spaces);
      await new Promise(setImmediate);
    }
    await handle.close();
  };
  let writing;
  const { code, signal, stdout } = await run(['summary', endless], (child) => (writing = feed(child)));
  await writing;
  assert.deepStrictEqual({ code, signal, stdout }, { code: 130, signal: null, stdout: '' });
});

test('Ctrl-C ends the command, too, where the reading cannot be cancelled', async () => {
  const stuck = pipe('stuck');
  let writing;
  const interrupt = async (child) => {
    const handle = await fs.promises.open(stuck, 'w');
    child.kill('SIGINT');
    return handle;
  };
  const { code, signal, stdout } = await run(['summary', stuck], (child) => (writing = interrupt(child)));
  await (await writing).close();
  // The signal came while the reading waited, or just before. To a shell both are 130.
  assert.ok(signal === 'SIGINT' || code === 130, `${code} ${signal}`);
  assert.strictEqual(stdout, '');
});
