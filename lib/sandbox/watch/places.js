'use strict';

// Counts by the place in the program where something was made, so that what is remembered grows with the places, not
// with the calls. Frames of the module's own glue are left out of a stack: what matters is who called it.

const { captureStack, firstPlace } = require('../../stack.js');

/** Glue often has a dozen frames of its own. */
const CAPTURED = 16;
const SHOWN = 4;
/** Different places; what comes from further ones is counted as one. */
const MOST = 1000;
const ELSEWHERE = '    (other places)';

/** Reads stacks, and knows which files are glue. */
class Stacks {
  #glue = new Set([__dirname]);
  /** By the stack as it was captured: it is the same text each time. */
  #read = new Map();

  /** The first frames of the program above `callee`; the first frame of all is glue if `byGlue`. */
  capture(callee, byGlue) {
    const raw = captureStack(callee, CAPTURED);
    let stack = this.#read.get(raw);
    if (stack === undefined) {
      stack = this.#userFrames(raw, byGlue);
      if (this.#read.size >= MOST) this.#read.clear();
      this.#read.set(raw, stack);
    }
    return stack;
  }

  #userFrames(raw, byGlue) {
    const frames = raw.split('\n');
    if (byGlue) this.#glue.add(fileOf(frames[0]));
    const first = frames.findIndex((frame) => !this.#isGlue(fileOf(frame)));
    return frames.slice(Math.max(first, 0)).slice(0, SHOWN).join('\n');
  }

  #isGlue(file) {
    return file === undefined || this.#glue.has(file) || file.startsWith(__dirname);
  }
}

/** A frame's file; of code made by `eval` that of its caller; undefined of wasm and of built-in functions. */
function fileOf(frame) {
  const { file } = firstPlace(/\(eval at \S+ (\(.*?:\d+:\d+\))/.exec(frame)?.[1] ?? frame) ?? {};
  return file?.startsWith('wasm://') ? undefined : file;
}

/** Groups { ...kind, count, bytes, stack } by kind and stack. */
class Places {
  #groups = new Map();

  /** The group of `kind`, an object that `name` tells from others, at `stack`. It counts when its counts are raised. */
  group(name, kind, stack) {
    const key = `${name}\n${stack}`;
    return this.#groups.get(key) ?? this.#add(key, name, kind, stack);
  }

  #add(key, name, kind, stack) {
    if (this.#groups.size >= MOST && stack !== ELSEWHERE) return this.group(name, kind, ELSEWHERE);
    const group = { key, kind, count: 0, freed: 0, bytes: 0, stack };
    this.#groups.set(key, group);
    return group;
  }

  /** Takes one from a group, which is forgotten with the last. */
  remove(group, bytes = 0) {
    group.count--;
    group.bytes -= bytes;
    if (group.count === 0) this.#groups.delete(group.key);
  }

  /** Most first. */
  list(order) {
    return [...this.#groups.values()].filter(({ count }) => count > 0).sort((a, b) => b[order] - a[order]);
  }
}

module.exports = { Places, Stacks };
