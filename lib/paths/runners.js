'use strict';

// Landmarks of test runners: how a runner reaches the test that it runs does not matter.

const { shortFile } = require('./modules.js');
const { scriptOf } = require('./places.js');
const { CONTEXT } = require('./rules/patterns.js');
const { stringProperty } = require('./values.js');

/** Properties of jest's runtime; with an underscore before jest 30. */
const JEST_REGISTRY = /^_?(?:isolatedModule|module|esmodule|esm)Registry$/i;
const VITEST = /[/\\]node_modules[/\\]@?vitest[/\\]/;

/** See landmarks.js. */
const landmarks = [
  {
    at: { edge: 'property currentlyRunningTest', node: 'object' },
    read: () => ({ label: 'jest', what: 'the running test' }),
  },
  {
    // What jest has in place of `require.cache`; `jest.resetModules()` empties it.
    at: { from: 'array', node: 'object' },
    read: async ({ view, step, path }) => {
      if (!JEST_REGISTRY.test(path.at(-3)?.edge.name)) return null;
      const wrapper = await view.target(step.node.id, '<symbol kWrap>');
      const file =
        wrapper === undefined
          ? await stringProperty(view, step.node, 'filename')
          : await stringProperty(view, wrapper, 'url');
      return file === undefined ? null : { label: 'jest registry', what: shortFile(file) };
    },
  },
  {
    // Or a hook.
    at: { from: 'object Runner', edge: 'property currentRunnable', node: /^object (?:Test|Hook)$/ },
    read: ({ step }) => ({ label: 'mocha', what: `the running ${step.node.name.toLowerCase()}` }),
  },
  {
    // Tests and suites that have not ended.
    at: { from: 'array', node: /^object (?:Test|Suite)$/ },
    isOwn: true,
    read: ({ step, path }) =>
      path.at(-3)?.edge.name === 'testResources' ? { label: 'node:test', what: step.node.name } : null,
  },
  {
    at: { node: 'object EvaluatedModuleNode' },
    read: async ({ view, step }) => {
      const file = await stringProperty(view, step.node, 'file');
      return file === undefined ? null : { label: 'vitest', what: shortFile(file) };
    },
  },
  {
    // vitest wraps each test's function in functions of its own.
    at: { from: CONTEXT, edge: /^context /, node: 'closure' },
    read: async ({ view, path }) => {
      const closures = path.filter(({ node }) => node.type === 'closure').slice(-2);
      const [wrapper, test] = await Promise.all(closures.map(({ node }) => scriptOf(view, node)));
      const isTest = VITEST.test(wrapper) && test !== undefined && !VITEST.test(test);
      return isTest ? { label: 'vitest', what: shortFile(test) } : null;
    },
  },
];

module.exports = { landmarks };
