'use strict';

// DevTools' groups of equal strings, with what gc-tracker counts otherwise on purpose: a concatenated string (V8's rope) that
// nothing but other ropes holds is a part of them and no string of its own, and ropes longer than what DevTools shows of them
// are compared as a whole. All other strings stay in the groups of DevTools.

/** The length of the text that is shown of a rope. */
const SHOWN = 1024;
/** More parts than a rope of a test has. A damaged one that is part of itself has them. */
const MANY = 1_000_000;

/** The ropes of a snapshot by node id, as { index, halves, isInner }. */
function readRopes(snapshot) {
  const ropes = new Map();
  const byIndex = new Map();
  const node = snapshot.createNode(0);
  const nodes = Array.from({ length: snapshot.nodeCount }, (_, number) => number * snapshot.nodeFieldCount);
  for (const index of nodes) {
    node.nodeIndex = index;
    if (node.type() === 'concatenated string') {
      byIndex.set(index, { halves: [], isHeld: false, isPart: false });
      ropes.set(node.id(), byIndex.get(index));
    }
  }
  for (const index of nodes) {
    node.nodeIndex = index;
    const rope = byIndex.get(index);
    for (const edges = node.edges(); edges.hasNext(); edges.next()) {
      const { edge } = edges;
      const target = byIndex.get(edge.nodeIndex());
      if (target !== undefined && edge.type() !== 'weak') {
        if (rope === undefined) target.isHeld = true;
        else target.isPart = true;
      }
      const half = edge.type() === 'internal' ? ['first', 'second'].indexOf(edge.name()) : -1;
      if (rope !== undefined && half !== -1) rope.halves[half] ??= edge.nodeIndex();
    }
  }
  return { ropes, byIndex };
}

/** The whole of a rope, and its length. V8 may have cut parts off: then hash and length tell them. */
function wholeOf(snapshot, byIndex, rope) {
  const node = snapshot.createNode(0);
  const open = [...rope.halves].reverse();
  const parts = [];
  let length = 0;
  while (open.length > 0) {
    const index = open.pop();
    const inner = byIndex.get(index);
    node.nodeIndex = index ?? 0;
    if (inner !== undefined) {
      if (open.length > MANY || parts.length > MANY) throw new Error('a rope without end');
      open.push(...[...inner.halves].reverse());
    } else if (index !== undefined) {
      const text = [...node.rawName()].slice(0, SHOWN).join('');
      const rest = node.nodeIsTruncatedString()
        ? `\0${node.nodeStringLength()} ${node.nodeStringHash()}`
        : '';
      length += text.length;
      parts.push(text, rest);
    }
  }
  return { text: parts.join(''), length };
}

/** Groups of DevTools as gc-tracker counts them: [{ value, count, shallowSize, retainedSize }]. */
function regroup(snapshot, groups) {
  const { ropes, byIndex } = readRopes(snapshot);
  /** What the equal strings of a group have in common: none if it is no string of its own. */
  const keyOf = ({ id }) => {
    const rope = ropes.get(id);
    if (rope === undefined) return '';
    if (rope.isPart && !rope.isHeld) return undefined;
    const whole = wholeOf(snapshot, byIndex, rope);
    return whole.length > SHOWN ? whole.text : '';
  };
  return groups.flatMap(({ value, nodes }) => {
    const equal = new Map();
    for (const node of nodes) {
      const key = keyOf(node);
      if (key !== undefined && equal.get(key)?.push(node) === undefined) equal.set(key, [node]);
    }
    return [...equal.values()].filter(({ length }) => length > 1).map((list) => groupOf(value, list));
  });
}

function groupOf(value, nodes) {
  const sum = (size) => nodes.reduce((total, node) => total + node[size], 0);
  return { value, count: nodes.length, shallowSize: sum('selfSize'), retainedSize: sum('retainedSize') };
}

module.exports = { regroup };
