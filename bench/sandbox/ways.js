'use strict';

// Three ways to have OpenCV in a process: `start(entry, options)` resolves with { call: (work) => …, end() }.

const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { performance } = require('node:perf_hooks');
const process = require('node:process');
const vm = require('node:vm');
const { load, root } = require('../harness/checkout.js');

const { createSandbox, recycle } = load(root, 'gc-tracker/sandbox');

/** One OpenCV for the process. */
async function plain(entry) {
  const { cv } = await ready(require(entry));
  return { call: (work) => work(cv), end() {} };
}

/** A context for each call, as it is done by hand: the script is compiled once, and the context is dropped. */
async function byHand(entry) {
  const filename = require.resolve(entry);
  const source = `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(filename, 'utf8')}\n})`;
  const script = new vm.Script(source, { filename });
  const { Buffer, TextDecoder, TextEncoder, URL, console, setImmediate, setTimeout } = globalThis;
  const call = async (work) => {
    const context = vm.createContext({
      ...{ Buffer, TextDecoder, TextEncoder, URL, console, performance, process, setImmediate, setTimeout },
    });
    const module = { exports: {} };
    const run = script.runInContext(context);
    run(module.exports, createRequire(filename), module, filename, path.dirname(filename));
    const { cv } = await ready(module.exports);
    return work(cv);
  };
  return { call, end() {} };
}

/**
 * Behind a recycler. Calls `onSwitch` after each switch with { from, to, createMs }: from the start of a creation to the
 * end of a disposal.
 */
async function recycled(entry, { maxWasmBytes, disposal, onSwitch }) {
  const recycler = recycle(() => createSandbox(entry), { maxWasmBytes, disposal });
  let from;
  let createMs;
  recycler.on('created', ({ durationMs: ms }) => {
    createMs = ms;
    from = performance.now() - ms;
  });
  recycler.on('recycled', () => onSwitch({ from, to: performance.now(), createMs }));
  recycler.on('leak', (error) => {
    throw error;
  });
  await recycler.call(() => {});
  return { call: (work) => recycler.call(work), end: () => recycler.dispose() };
}

/** The module is wrapped in an object, as the `then` of OpenCV 4 resolves with the module itself. */
function ready(module) {
  delete module.then;
  return new Promise((resolve) => {
    if (module.calledRun) resolve({ cv: module });
    else module.onRuntimeInitialized = () => resolve({ cv: module });
  });
}

module.exports = { plain, byHand, recycled };
