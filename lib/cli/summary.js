'use strict';

// gc-tracker summary FILE: prints totals, what holds most, and the classes.

const { distanceText, titles } = require('../heap/index.js');
const { View, holders, isOwnClass, jsonOf, nodeLabel, trail } = require('../paths/index.js');
const { bytes, count, plural, share } = require('../util/numbers.js');
const { COLUMNS, table } = require('./table.js');
const { cut, cutStart, printable, wrap } = require('../util/text.js');

const TOP = 20;
const MAX_HOLDERS = 3;
/** How many ids of contexts are shown. */
const MAX_CONTEXTS = 5;
/** The maximum length of a holder's name, and of the name of what it holds. */
const MAX_NAME_LENGTH = 20;

async function summary({ operands: [file], options, style, open }) {
  const { top = TOP, sort = 'retained' } = options;
  const snapshot = await open(file);
  const totals = await snapshot.summary();
  const all = await snapshot.classes({ sort });
  const classes = all.slice(0, top);
  const contexts = await snapshot.detachedContexts();
  const view = new View(snapshot);
  const found = await holders(snapshot, view, totals.shallowSize, MAX_HOLDERS);
  if (options.json) {
    const json = {
      file,
      ...totals,
      detachedContexts: contexts,
      classCount: all.length,
      holders: await Promise.all(found.map(async (one) => ({ ...one, path: await jsonOf(view, one.path) }))),
      classes,
    };
    return { json };
  }
  const lines = [
    ...totalsText(file, totals, style),
    ...contextsText(contexts, style),
    '',
    ...holdersText(found, totals.shallowSize, style),
    ...classesText(classes, all.length, totals.shallowSize, style),
  ];
  return { lines };
}

function totalsText(file, totals, style) {
  const { nodeCount, edgeCount, stringCount, shallowSize, unreachableCount, unreachableSize, types } = totals;
  const lines = [
    `${style.bold(cutStart(printable(file), COLUMNS - 12))}  ${style.bold(bytes(shallowSize))}`,
    `${plural(nodeCount, 'node')}, ${plural(edgeCount, 'edge')}, ${plural(stringCount, 'string')}`,
  ];
  if (totals.extraNativeBytes > 0)
    lines.push(`${bytes(totals.extraNativeBytes)} of native memory beside the heap`);
  if (unreachableSize > 0) {
    lines.push(
      `${plural(unreachableCount, 'node')} (${bytes(unreachableSize)}) cannot be reached from the root`,
    );
  }
  const large = [...types]
    .filter((type) => type.shallowSize > 0)
    .sort((a, b) => b.shallowSize - a.shallowSize);
  const parts = large.slice(0, 8).map((type) => `${printable(type.type)} ${bytes(type.shallowSize)}`);
  lines.push(
    ...wrap(
      parts.map((part, index) => (index < parts.length - 1 ? `${part},` : part)),
      COLUMNS,
    ).map(style.dim),
  );
  return lines;
}

function contextsText(contexts, style) {
  if (contexts.length === 0) return [];
  const size = contexts.reduce((sum, { retainedSize }) => sum + retainedSize, 0);
  const what = `${plural(contexts.length, 'detached context')} (${bytes(size)}), which nobody can enter any more:`;
  const ids = contexts.slice(0, MAX_CONTEXTS).map(({ id }) => `@${id}`);
  const more = contexts.length > MAX_CONTEXTS ? ['…'] : [];
  return wrap([...what.split(' '), ...ids, ...more], COLUMNS).map(style.yellow);
}

function holdersText(found, total, style) {
  if (found.length === 0) return [];
  const lines = [style.dim('What holds most')];
  for (const { owner, heldSize, typical, path } of found) {
    const held = typical === null ? '' : `  in objects like ${shortName(typical)}`;
    const size = `${share(heldSize, total).padStart(5)}  ${bytes(heldSize).padStart(8)}  `;
    const what = cut(shortName(owner) + held, COLUMNS - size.length);
    lines.push(
      style.bold(size + what),
      ' '.repeat(size.length) + cutStart(trail(path.readable), COLUMNS - size.length),
    );
  }
  return [...lines, ''];
}

function shortName(node) {
  return `${cut(nodeLabel(node), MAX_NAME_LENGTH)} @${node.id}`;
}

function classesText(classes, classCount, total, style) {
  const boldOwn = (text, row) => (isOwnClass(classes[row].name) ? style.bold(text) : text);
  const columns = [
    { title: 'Class', left: true, flexible: true, paint: boldOwn },
    { title: 'Count' },
    { title: 'Shallow' },
    { title: 'Retained', paint: boldOwn },
    { title: '', paint: style.dim },
    { title: 'Distance', paint: style.dim },
  ];
  const names = titles(classes);
  const rows = classes.map((one, index) => [
    names[index],
    count(one.count),
    bytes(one.shallowSize),
    bytes(one.retainedSize),
    share(one.retainedSize, total),
    distanceText(one.distance),
  ]);
  const lines = table(columns, rows, style);
  const more = classCount - classes.length;
  if (more > 0) lines.push(style.dim(`and ${plural(more, 'more class', 'more classes')} (--top)`));
  lines.push('', style.dim("'gc-tracker explain FILE CLASS' says why the objects of a class are alive"));
  return lines;
}

module.exports = { summary };
