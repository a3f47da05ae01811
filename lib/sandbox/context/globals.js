'use strict';

// Defines the globals of Node.js in a realm, which has only those of JavaScript. Each is loaded when it is first used, because
// some take milliseconds.

const NAMES = [
  ...['AbortController', 'AbortSignal', 'Blob', 'Buffer', 'ByteLengthQueuingStrategy', 'CompressionStream'],
  ...['CountQueuingStrategy', 'Crypto', 'CryptoKey', 'CustomEvent', 'DOMException', 'DecompressionStream'],
  ...['Event', 'EventSource', 'EventTarget', 'File', 'FormData', 'Headers', 'MessageEvent', 'MessagePort'],
  ...['Navigator', 'Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure'],
  ...['PerformanceObserver', 'PerformanceObserverEntryList', 'PerformanceResourceTiming'],
  ...['ReadableByteStreamController', 'ReadableStream', 'ReadableStreamBYOBReader'],
  ...['ReadableStreamBYOBRequest', 'ReadableStreamDefaultController', 'ReadableStreamDefaultReader'],
  ...['Request', 'Response', 'SubtleCrypto', 'TextDecoder', 'TextDecoderStream', 'TextEncoder'],
  ...['TextEncoderStream', 'TransformStream', 'TransformStreamDefaultController', 'URL', 'URLPattern'],
  ...['URLSearchParams', 'WebSocket', 'WritableStream', 'WritableStreamDefaultController'],
  ...['WritableStreamDefaultWriter', 'atob', 'btoa', 'console', 'crypto', 'navigator', 'performance'],
  ...['queueMicrotask', 'structuredClone'],
];

/** Defines the globals of Node.js on a realm's global object, and those of `own`, which take precedence. */
function defineGlobals(global, own) {
  for (const name of NAMES) {
    if (!(name in globalThis) || Object.hasOwn(own, name)) continue;
    const define = (value) => Object.defineProperty(global, name, { ...writable, value });
    Object.defineProperty(global, name, {
      configurable: true,
      get: () => {
        const value = globalThis[name];
        define(value);
        return value;
      },
      set: define,
    });
  }
  for (const [name, value] of Object.entries(own))
    Object.defineProperty(global, name, { ...writable, value });
}

const writable = { configurable: true, enumerable: false, writable: true };

module.exports = { defineGlobals };
