'use strict';

// Counts by the place in the program where something was made, so that what is remembered grows with the places, not
// with the calls. Frames of the module's own glue are left out of a stack: what matters is who called it.

const { captureStack, firstPlace } = require('../../util/stack.js');

/** A frame costs as much as all the rest of an allocation. Below glue there are some more to look through. */
const SHOWN = 4;
const BELOW_GLUE = 8;
const DEEP = 32;
/** Different places; what comes from further ones is counted as one. */
const MOST = 1000;
const ELSEWHERE = '    (other call sites)';
const ALL_GLUE = '';
const EVALUATED = /\(eval at \S+ (\(.*?:\d+:\d+\))/;

/** Reads stacks, and knows which files are glue. */
class Stacks {
  #glue = new Set([__dirname]);
  /** By the stack as it was captured: it is the same text each time. */
  #read = new Map();

  /** The first frames of the program above `callee`; the first frame of all is glue if `byGlue`. */
  capture(callee, byGlue) {
    const raw = captureStack(callee, byGlue ? BELOW_GLUE : SHOWN);
    const stack = this.#read.get(raw) ?? this.#remember(raw, this.#userFrames(raw, byGlue));
    return stack === ALL_GLUE ? this.#captureDeep(callee) : stack;
  }

  #captureDeep(callee) {
    const raw = captureStack(callee, DEEP);
    return (
      this.#read.get(raw) ?? this.#remember(raw, this.#userFrames(raw) || raw.split('\n', SHOWN).join('\n'))
    );
  }

  #remember(raw, stack) {
    if (this.#read.size >= MOST) this.#read.clear();
    this.#read.set(raw, stack);
    return stack;
  }

  /** Without those of glue at the start; nothing if there are no others. */
  #userFrames(raw, byGlue) {
    const frames = raw.split('\n');
    if (byGlue) this.#glue.add(originOf(frames[0]));
    const first = frames.findIndex((frame) => !this.#isGlue(fileOf(frame)));
    return first < 0 ? ALL_GLUE : frames.slice(first, first + SHOWN).join('\n');
  }

  #isGlue(file) {
    return file === undefined || this.#glue.has(file) || file.startsWith(__dirname);
  }
}

/** A frame's file; undefined of wasm, of built-in functions, and of code made by `eval`, as embind makes it. */
function fileOf(frame) {
  return EVALUATED.test(frame) ? undefined : placeOf(frame);
}

/** The file that made the code of a frame. */
function originOf(frame) {
  return placeOf(EVALUATED.exec(frame)?.[1] ?? frame);
}

function placeOf(frame) {
  const { file } = firstPlace(frame) ?? {};
  return file?.startsWith('wasm://') ? undefined : file;
}

/** Groups { ...kind, count, bytes, stack } by kind and stack. */
class CallSites {
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

module.exports = { CallSites, Stacks };
