'use strict';

// The page that shows a report: one HTML file with its style, its script and its data in it, which loads nothing. Style
// and script are bundled from page/ into built/ before the package is packed: `npm run build:page`. The
// Content-Security-Policy names the two by their hashes, so that nothing else can run or style; and that no text is
// parsed as markup is held by Trusted Types, where a browser has them.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** Of the data block: nothing in it can end it, or begin a comment. */
const UNSAFE = /[<>&\u2028\u2029]/g;

function pageOf(data) {
  const [style, script] = ['main.css', 'main.js'].map((name) =>
    fs.readFileSync(path.join(__dirname, 'built', name), 'utf8'),
  );
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="gc-tracker report">
<title>${escaped(data.title)}</title>
<style>${style}</style>
</head>
<body>
<p class="empty">This report needs JavaScript; it loads nothing and sends nothing.</p>
<script type="application/json" id="data">${json(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function hash(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function json(data) {
  return JSON.stringify(data).replace(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

module.exports = { pageOf };
