'use strict';

// Symbols that are not registered can be tracked, and watched by a FinalizationRegistry; weak-napi and
// jest-leak-detector refuse them.

const { trackGC } = require('gc-tracker');
const { default: LeakDetector } = require('jest-leak-detector');
const weak = require('weak-napi');
const { assert } = require('../../scenarios/support.js');

trackGC(Symbol('target'));
new FinalizationRegistry(() => {}).register(Symbol('target'), undefined);
assert.throws(() => weak(Symbol('target')), /target should be object/);
assert.throws(() => new LeakDetector(Symbol('target')), /Primitives cannot leak memory/);
