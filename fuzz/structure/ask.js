'use strict';

// Asks a snapshot file everything: each question of HeapSnapshot, and each command. Everything may be refused by a code; nothing
// may fail otherwise.

const fs = require('node:fs');
const { main } = require('../../lib/cli/index.js');
const { openHeapSnapshot } = require('../../lib/heap/entry.js');
const { HeapGrowth } = require('../../lib/heap/snapshot.js');
const { View, pathsTo } = require('../../lib/paths/index.js');

/** Codes with which a file or a question may be refused. */
const REFUSALS = /^ERR_GC_TRACKER_(?!INTERNAL)/;
const IDS = 12;

/** Asks `file`, and compares it with `base`. Returns what is wrong, as lines. */
async function askAll(file, base) {
  const problems = [];
  const attempt = async (what, ask) => {
    try {
      return await ask();
    } catch (error) {
      if (!REFUSALS.test(error?.code)) problems.push(`${what}: ${error?.stack ?? error}`);
      return undefined;
    }
  };
  const snapshot = await attempt('open', () => openHeapSnapshot(file));
  if (snapshot !== undefined) await questions(snapshot, base, attempt);
  await commands(file, base, snapshot !== undefined, problems);
  snapshot?.dispose();
  return problems;
}

async function questions(snapshot, base, attempt) {
  const general = {
    analyze: () => snapshot.analyze(),
    summary: () => snapshot.summary(),
    classes: () => snapshot.classes(),
    columns: () => snapshot.columns(),
    dominatorTree: () => snapshot.dominatorTree({ top: 5000 }),
    duplicateStrings: () => snapshot.duplicateStrings(),
    detachedContexts: () => snapshot.detachedContexts(),
    find: () => snapshot.find({ top: 1000 }),
    findNamed: () => snapshot.find({ name: 'Object', type: 'object', sort: 'shallow' }),
  };
  for (const [name, ask] of Object.entries(general)) await attempt(name, ask);
  const columns = await attempt('columns', general.columns);
  const view = new View(snapshot);
  const step = Math.max(1, Math.floor((columns?.id.length ?? 0) / IDS));
  for (let index = 0; index < (columns?.id.length ?? 0); index += step) {
    const id = columns.id[index];
    await attempt(`node ${id}`, () => snapshot.node(id));
    await attempt(`retainers ${id}`, () => snapshot.retainers(id));
    await attempt(`edges ${id}`, () => snapshot.edges(id));
    await attempt(`dominators ${id}`, () => snapshot.dominators(id));
    await attempt(`dominated ${id}`, () => snapshot.dominated(id));
    await attempt(`path ${id}`, () => snapshot.retainingPath(id, { max: 3, byName: index % 2 === 0 }));
    await attempt(`readable path ${id}`, () => pathsTo(view, id, 3));
  }
  const other = await attempt('base', () => openHeapSnapshot(base));
  if (other === undefined) return;
  await attempt('diff', () => snapshot.diff(other));
  await attempt('diff back', () => other.diff(snapshot));
  await attempt('diffNodes', () => snapshot.diffNodes(other, 'Object'));
  for (const stable of [true, false]) {
    const growth = new HeapGrowth(1, stable);
    for (const one of [other, snapshot, other, snapshot]) await attempt('growth', () => growth.add(one));
  }
  other.dispose();
}

async function commands(file, base, isReadable, problems) {
  const names = isReadable ? await someOf(file) : ['Object'];
  const lines = [
    ['summary', file],
    ['summary', file, '--json', '--top', '50', '--sort', 'count'],
    ['diff', base, file],
    ['diff', file, base, file, '--json'],
    ['report', base, file, '-o', `${file}.html`],
    ['report', file, '--strings', '-o', `${file}.html`],
    ...names.flatMap((name) => [
      ['find', file, name],
      ['explain', file, name, '--paths', '3'],
      ['explain', file, name, '--json', '--top', '5'],
    ]),
  ];
  for (const line of lines) {
    let printed = '';
    const out = { write: (text) => (printed += text), on() {}, once() {}, isTTY: false };
    const code = await main(line, { stdout: out, stderr: out, env: {} });
    const isRefused = code === 1 && /\(ERR_GC_TRACKER_(?!INTERNAL)\w+\)\n$/.test(printed);
    if (code !== 0 && !isRefused)
      problems.push(`${line.join(' ')}: exit code ${code}: ${printed.slice(-2000)}`);
    if (hasControls(printed)) problems.push(`${line.join(' ')}: prints control characters`);
  }
  fs.rmSync(`${file}.html`, { force: true });
}

/** Some classes and ids of a file. */
async function someOf(file) {
  const snapshot = await openHeapSnapshot(file);
  try {
    const classes = await snapshot.classes({ top: 4 });
    const nodes = await snapshot.find({ top: 3, sort: 'shallow' });
    return [...classes.map(({ name }) => name), ...nodes.map(({ id }) => `@${id}`)].filter(
      (name) => !/^-|^$/.test(name),
    );
  } catch {
    return ['Object'];
  } finally {
    snapshot.dispose();
  }
}

/** Whether a text has what must not reach a terminal. */
function hasControls(text) {
  return [...text].some((character) => {
    const code = character.codePointAt(0);
    return (code < 32 && code !== 10) || (code >= 127 && code < 160) || (code >= 0x202a && code <= 0x202e);
  });
}

module.exports = { askAll };
