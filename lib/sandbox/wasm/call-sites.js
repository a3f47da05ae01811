'use strict';

// Counts allocations and handles by call site, so that memory grows with the call sites, not with the calls. Frames of the
// module's own glue are left out of a stack, because its caller matters.

const { captureStack, firstPlace } = require('../../util/stack.js');

/** How many frames are captured: usually, if the first ones are glue, and if all of those are. Each frame is expensive. */
const SHOWN_FRAMES = 4;
const FRAMES_WITH_GLUE = 8;
const DEEP_FRAMES = 32;
/** The maximum number of call sites. Further ones are counted as one. */
const MAX_CALL_SITES = 1000;
const ELSEWHERE = '    (other call sites)';
const ALL_GLUE = '';
const EVALUATED = /\(eval at \S+ (\(.*?:\d+:\d+\))/;

/** Captures stacks without the frames of glue. */
class Stacks {
  #glue = new Set([__dirname]);
  /** The results by captured stack, because a call site has the same text each time. */
  #results = new Map();

  /** The first frames of the program above `callee`. With `byGlue`, the very first frame is glue. */
  capture(callee, byGlue) {
    const raw = captureStack(callee, byGlue ? FRAMES_WITH_GLUE : SHOWN_FRAMES);
    const stack = this.#results.get(raw) ?? this.#remember(raw, this.#userFrames(raw, byGlue));
    return stack === ALL_GLUE ? this.#captureDeep(callee) : stack;
  }

  #captureDeep(callee) {
    const raw = captureStack(callee, DEEP_FRAMES);
    return (
      this.#results.get(raw) ??
      this.#remember(raw, this.#userFrames(raw) || raw.split('\n', SHOWN_FRAMES).join('\n'))
    );
  }

  #remember(raw, stack) {
    if (this.#results.size >= MAX_CALL_SITES) this.#results.clear();
    this.#results.set(raw, stack);
    return stack;
  }

  /** The frames after those of glue at the start. Empty if all are glue. */
  #userFrames(raw, byGlue) {
    const frames = raw.split('\n');
    if (byGlue) this.#glue.add(originOf(frames[0]));
    const first = frames.findIndex((frame) => !this.#isGlue(fileOf(frame)));
    return first < 0 ? ALL_GLUE : frames.slice(first, first + SHOWN_FRAMES).join('\n');
  }

  #isGlue(file) {
    return file === undefined || this.#glue.has(file) || file.startsWith(__dirname);
  }
}

/** The file of a frame. Undefined for wasm, for built-in functions, and for code made by `eval`, as embind makes it. */
function fileOf(frame) {
  return EVALUATED.test(frame) ? undefined : placeOf(frame);
}

/** The file of a frame, or the file that made its code by `eval`. */
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

  /** The group of `kind`, an object that `name` identifies, at `stack`. The caller increments its counts. */
  group(name, kind, stack) {
    const key = `${name}\n${stack}`;
    return this.#groups.get(key) ?? this.#add(key, name, kind, stack);
  }

  #add(key, name, kind, stack) {
    if (this.#groups.size >= MAX_CALL_SITES && stack !== ELSEWHERE) return this.group(name, kind, ELSEWHERE);
    const group = { key, kind, count: 0, freed: 0, bytes: 0, stack };
    this.#groups.set(key, group);
    return group;
  }

  /** Subtracts one from a group, and removes the group with its last. */
  remove(group, bytes = 0) {
    group.count--;
    group.bytes -= bytes;
    if (group.count === 0) this.#groups.delete(group.key);
  }

  /** The groups, sorted by `order`, the largest first. */
  list(order) {
    return [...this.#groups.values()].filter(({ count }) => count > 0).sort((a, b) => b[order] - a[order]);
  }
}

module.exports = { CallSites, Stacks };
