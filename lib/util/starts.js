'use strict';

// Where the code of a test starts what runs on: workers, servers, sockets, watchers, child processes, intervals. Node.js does
// not remember that. While someone watches, an async hook captures the stack of whoever makes a native handle. The place is
// the value of a WeakMap: V8 writes such values into heap snapshots with their keys, so a snapshot has it next to the handle.

const { firstPlace, captureStack } = require('./stack.js');

/** What the texts in the WeakMap begin with: a program has WeakMaps as well. */
const PREFIX = 'gc-tracker: started at ';
/** Async hook types of native handles; an interval is its own. */
const HANDLES = new Set([
  'FSEVENTWRAP',
  'MESSAGEPORT',
  'PIPESERVERWRAP',
  'PROCESSWRAP',
  'STATWATCHER',
  'TCPSERVERWRAP',
  'UDPWRAP',
  'WORKER',
]);
/** What a server waits for between `listen` and its handle. */
const WAITS = new Set(['GETADDRINFOREQWRAP', 'TickObject']);
/** Waits that are remembered: there may be millions. */
const MAX_WAITS = 200;
/** Node.js's own functions stand before the program's. */
const FRAMES = 24;

const starts = new WeakMap();
/** Places by the ids of waits. */
const waits = new Map();
let watchers = 0;
let hook;

/** Remembers from now on what is started. Returns a function that ends it. */
function watchStarts() {
  hook ??= newHook();
  if (watchers++ === 0) hook.enable();
  return () => {
    if (--watchers > 0) return;
    hook.disable();
    waits.clear();
  };
}

/** Loaded late: a service that only tracks needs no hooks. Following promises would slow each of them. */
function newHook() {
  const { createHook, executionAsyncId } = require('node:async_hooks');
  const init = (id, type, _trigger, resource) => {
    if (HANDLES.has(type) || (type === 'Timeout' && resource._repeat !== null)) {
      const place = placeOfCaller(init) ?? waits.get(executionAsyncId());
      if (place !== undefined) starts.set(resource, place);
    } else if (WAITS.has(type) && waits.size < MAX_WAITS) {
      const place = placeOfCaller(init) ?? waits.get(executionAsyncId());
      if (place !== undefined) waits.set(id, place);
    }
  };
  return createHook({ init, trackPromises: false });
}

/** The text for the program's innermost function, or undefined if only Node.js's are running. */
function placeOfCaller(callee) {
  const frames = captureStack(callee, FRAMES).split('\n');
  const place = firstPlace(frames.find((line) => !line.includes('node:')));
  return place === null ? undefined : flat(`${PREFIX}${place.file}:${place.line}:${place.column}`);
}

/** The same text as one string: a snapshot does not show what joined strings say. */
function flat(text) {
  return Object.keys({ [text]: true })[0];
}

/** { file, line, column } of a text in a snapshot, or null if it is another text. */
function startedAt(text) {
  return text.startsWith(PREFIX) ? firstPlace(text.slice(PREFIX.length)) : null;
}

module.exports = { startedAt, watchStarts };
