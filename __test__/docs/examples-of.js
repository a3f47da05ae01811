'use strict';

// The examples of a declaration file, which its page of docs/api/ shows.

const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '../../types');

function examplesOf(file) {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/^( *)\* @example\n((?:\1\* .*\n)+)/gm)].map(([, indent, lines]) =>
    lines.replaceAll(`${indent}* `, ''),
  );
}

module.exports = { examplesOf };
