'use strict';

// How much the heap has grown from snapshot to snapshot, and what several growing kinds hold together. What two listeners share is
// retained by neither: it is retained by their nearest common dominator, the emitter. So its growth tells what they hold
// together. Node ids must mean the same objects in all snapshots.

/** What kinds hold together is reported if it is so many times what each of them holds by itself. */
const WORTH_SAYING = 1.2;
/** Kinds that are compared, each with each. */
const MAX_KINDS = 10;

/** Types of nodes that V8 makes as code runs, whatever it does. */
const COMPILED = new Set(['code', 'object shape']);

class JointGrowth {
  #loops;
  /** The size of the heap in each snapshot, without compiled code. */
  #sizes = [];
  /** By the id of a dominator: what it retained in the snapshot before the last one, and what it retains. */
  #dominators = new Map();

  constructor(loops) {
    this.#loops = loops;
  }

  /** Adds the next snapshot and what HeapGrowth has found in it. */
  async add(snapshot, found) {
    const types = (await snapshot.summary()).types.filter(({ type }) => !COMPILED.has(type));
    this.#sizes.push(types.reduce((sum, { shallowSize }) => sum + shallowSize, 0));
    const now = new Map();
    const chains = [];
    for (const { example } of found.slice(0, MAX_KINDS)) chains.push(await snapshot.dominators(example.id));
    for (const [index, chain] of chains.entries()) {
      for (const other of chains.slice(index + 1)) {
        const common = commonDominator(chain, other);
        if (common === undefined) continue;
        const known = now.get(common.id) ?? {
          before: this.#dominators.get(common.id)?.retained ?? null,
          retained: common.retainedSize,
          kinds: new Set(),
          depth: chain.length - chain.indexOf(common),
        };
        known.kinds.add(found[index].example.id).add(found[chains.indexOf(other)].example.id);
        now.set(common.id, known);
      }
    }
    this.#dominators = now;
  }

  /** By how much the heap grows in each loop, in bytes: in the round with the least, since others fill caches. Null of one snapshot. */
  get bytesPerLoop() {
    const rounds = this.#sizes.slice(1).map((size, index) => size - this.#sizes[index]);
    return rounds.length === 0 ? null : Math.min(...rounds) / this.#loops;
  }

  /**
   * What a finding holds together with others, as { kinds, bytesPerLoop }, the number of kinds and their growth; null if that is not
   * more than they hold by themselves. `ownBytes` is the growth of a finding in a loop.
   */
  of({ example }, found, ownBytes) {
    const around = [...this.#dominators.values()].filter(({ kinds }) => kinds.has(example.id));
    for (const { kinds, before, retained } of around.sort((a, b) => b.depth - a.depth)) {
      if (before === null) continue;
      const bytesPerLoop = (retained - before) / this.#loops;
      const members = found.filter((one) => kinds.has(one.example.id));
      const own = members.reduce((sum, one) => sum + ownBytes(one), 0);
      if (bytesPerLoop > WORTH_SAYING * own) return { kinds: kinds.size, bytesPerLoop };
    }
    return null;
  }
}

/** The nearest of the dominators of both nodes, none if only V8's and Node.js's roots dominate both. */
function commonDominator(one, other) {
  const ids = new Set(other.map(({ id }) => id));
  const common = one.find(({ id }) => ids.has(id));
  return common === undefined || common.type === 'synthetic' ? undefined : common;
}

module.exports = { JointGrowth };
