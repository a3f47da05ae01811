'use strict';

// What of a heap a report shows: lib/report/redact.js, on nodes and steps as snapshots and paths have them.

const assert = require('node:assert');
const { test } = require('node:test');
const { Redactor } = require('../../lib/report/redact.js');

const hidden = new Redactor({ strings: false });
const shown = new Redactor({ strings: true });

const step = (more) => ({
  label: '',
  what: 'Map',
  note: null,
  kind: 'field',
  node: { type: 'object' },
  ...more,
});

test('of what a node contains its length is told', () => {
  const cases = [
    ['string', 'hunter2', 'string (7 characters)'],
    ['concatenated string', 'x', 'string (1 character)'],
    ['sliced string', 'x'.repeat(1024), 'string (1,024 characters or more)'],
    ['regexp', 'hunter2', 'regexp (7 characters)'],
    ['symbol', 'hunter 2', 'symbol (8 characters)'],
    ['number', '4111111111111111', 'number'],
    ['bigint', '42', 'bigint'],
  ];
  for (const [type, name, expected] of cases) {
    const node = { type, name, className: `(${type})` };
    assert.strictEqual(hidden.node(node), expected);
    assert.strictEqual(hidden.step(step({ what: name, node })).what, expected);
  }
});

test('references keep what a program names, and hide keys', () => {
  const same = [
    '.sessions',
    '[3]',
    'variable cart',
    'exports.login',
    'listener of "price"',
    'listeners of "end"',
  ];
  for (const label of [...same, '[Symbol(kState)]', '[User @481234]', 'setInterval']) {
    assert.strictEqual(hidden.label(label), label);
  }
  const cases = {
    '["user-1"]': '["…"]',
    'exports["alice@example.org"]': 'exports["…"]',
    '["a\\"b"]': '["…"]',
    '["never closed': '["…"]'.slice(0, 4),
    'listener of "user-42"': 'listener of "…"',
    '[Symbol(of alice)]': '[Symbol(…)]',
    '.token4f3a9c2': '.…',
    '[{id, alice@example.org, b c} @12]': '[{id, …} @12]',
    'function alice@example.org': 'function ….org',
  };
  for (const [label, expected] of Object.entries(cases))
    assert.strictEqual(hidden.label(label), expected, label);
});

test('files stay, but for what an URL carries', () => {
  const landmark = (what) => hidden.step(step({ what, kind: 'landmark' })).what;
  assert.strictEqual(landmark('lib/2024-report/store.js'), 'lib/2024-report/store.js');
  assert.strictEqual(landmark('https://example.org/a.js?token=hunter2#x'), 'https://example.org/a.js');
  assert.strictEqual(landmark('data:text/javascript,hunter2'), 'data: URL');
});

test('with strings everything is as it is, up to a length', () => {
  const node = { type: 'string', name: 'hunter2', className: '(string)' };
  assert.strictEqual(shown.node(node), '"hunter2"');
  assert.strictEqual(shown.label('["user-1"]'), '["user-1"]');
  assert.strictEqual(shown.node({ ...node, name: 'x'.repeat(1000) }).length, 120);
});
