'use strict';

// node scripts/wrap-markdown.js [FILE…]: wraps the prose of markdown files at 100 columns, by default of all tracked ones.
// Code, tables, headings, HTML and link definitions stay as they are. docs/api/ is generated, and left out.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');

const WIDTH = 100;
const root = path.resolve(__dirname, '..');

const FENCE = /^ *```/;
const AS_IT_IS = /^(?:#{1,6} |\s*\||<|\[[^\]]+\]: |$)/;
const INDENTED_CODE = /^ {4}/;
const ITEM = /^ *(?:[-*]|\d+\.) +/;
/** At the start of a line it would be markup, or a numbered note. */
const NOT_FIRST = /^(?:[-*+>|=]|#+|\d+[.)]|\[\d+\])$/;

/** Words that may stand on lines of their own. A code span is one word. */
function wordsOf(text) {
  const words = [];
  for (const [word] of text.matchAll(/(?:`[^`]*`|[^\s`])+/g)) {
    if (words.length > 0 && NOT_FIRST.test(word)) words.push(`${words.pop()} ${word}`);
    else words.push(word);
  }
  return words;
}

function fill(prefix, text) {
  const indent = ' '.repeat(prefix.length);
  const lines = [];
  let line = prefix;
  let isEmpty = true;
  for (const word of wordsOf(text)) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

function wrap(text) {
  const result = [];
  let paragraph;
  let isFenced = false;
  let isInList = false;
  const end = () => {
    if (paragraph !== undefined) result.push(...fill(paragraph.prefix, paragraph.text));
    paragraph = undefined;
  };
  for (const line of text.split('\n')) {
    const isFence = FENCE.test(line);
    const isCode = paragraph === undefined && !isInList && INDENTED_CODE.test(line);
    if (isFenced || isFence || isCode || AS_IT_IS.test(line)) {
      end();
      result.push(line);
      if (isFence) isFenced = !isFenced;
      else if (!isFenced && /^\S/.test(line)) isInList = false;
      continue;
    }
    const [item] = ITEM.exec(line) ?? [];
    if (item !== undefined || paragraph === undefined) {
      end();
      isInList = item !== undefined || (isInList && line.startsWith(' '));
      const prefix = item ?? /^ */.exec(line)[0];
      paragraph = { prefix, text: line.slice(prefix.length) };
    } else {
      paragraph.text += ` ${line.trim()}`;
    }
  }
  end();
  return result.join('\n');
}

/** Paths from the root. */
function markdownFiles() {
  const listed = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' });
  return listed.split('\n').filter((file) => file !== '' && !file.startsWith('docs/api/'));
}

if (require.main === module) {
  const chosen = process.argv.slice(2).map((file) => path.resolve(file));
  const files = chosen.length > 0 ? chosen : markdownFiles().map((file) => path.join(root, file));
  for (const file of files) {
    const text = fs.readFileSync(file, 'utf8');
    const wrapped = wrap(text);
    if (wrapped !== text) fs.writeFileSync(file, wrapped);
  }
}

module.exports = { wrap };
