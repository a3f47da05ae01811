'use strict';

// The parts of a page: fenced blocks of code, commands, what stands below them as their output, diffs to apply.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('../support/workspace.js');

/** The text of a page of docs/, or of the README. */
const readPage = (name) =>
  fs.readFileSync(path.join(root, name === 'README.md' ? '.' : 'docs', name), 'utf8');

const FENCE = /^```(\w+)\n(.*?)^```$/gms;
const NAME = /^\/\/ (\S+\.\w+)\n/;
const INDENTED = /\n\n((?: {4}.*\n|\n)+?)\n(?=\S)/;
const TEXT = /\n```text\n(.*?)\n```\n/s;

/**
 * Fenced blocks: [{ language, code, name, shown }]. The name is a first line such as `// server.js`. `shown` is the first output
 * that the page shows behind the block: an indented block, or a fenced one of `text`.
 */
function fencesOf(text) {
  return [...text.matchAll(FENCE)].map(({ 0: whole, 1: language, 2: code, index }) => {
    const behind = text.slice(index + whole.length);
    const [indented, fenced] = [INDENTED.exec(behind), TEXT.exec(behind)];
    const isFenced = fenced !== null && !(indented?.index < fenced.index);
    const shown = isFenced ? fenced[1] : indented && unindented(indented[1]);
    return { language, code, name: NAME.exec(code)?.[1], shown };
  });
}

const unindented = (text) => text.replace(/^ {4}/gm, '');

/** The named programs of a text: { name: code }. */
function programsOf(text) {
  const named = fencesOf(text).filter(
    ({ language, name }) => ['js', 'ts', 'json'].includes(language) && name,
  );
  return Object.fromEntries(named.map(({ name, code }) => [name, code]));
}

/** The first indented block of a text behind `start`, as it is printed. */
function shownAfter(text, start) {
  const [, shown] = INDENTED.exec(text.slice(text.indexOf(start)));
  return unindented(shown);
}

/** Of a page, by headings: [{ title, text }], without those above them. The introduction has no title. */
function sectionsOf(page) {
  return readPage(page)
    .split(/^#{2,3} /m)
    .map((part, number) => {
      const end = part.indexOf('\n');
      return { title: number === 0 ? '' : part.slice(0, end), text: part };
    });
}

/** The programs with a section's diffs applied: each takes lines away that are there once. */
function mended(programs, text) {
  const result = { ...programs };
  for (const { code: diff } of fencesOf(text).filter(({ language }) => language === 'diff')) {
    const lines = (sign) => diff.replace(/^(.)(.*\n)/gm, (_, first, line) => (first === sign ? line : ''));
    const found = Object.entries(result).filter(([, code]) => code.split(lines('-')).length === 2);
    assert.strictEqual(found.length, 1, diff);
    const [[name, code]] = found;
    result[name] = code.replace(lines('-'), () => lines('+'));
  }
  return result;
}

/** The commands of a section, such as `npx mocha --timeout 30000 logout.test.js`. */
function commandsOf(text) {
  return [...text.matchAll(/^ {4}\$ (.*)$/gm)].map(([, command]) => command);
}

/** The report at the end of what node:test has printed, which indents it. */
function reportIn(output) {
  const [, tail] = /.*LeakError\]: (.*)/s.exec(output);
  const [report] = /^.*\n *fingerprint [^\]{\n]*/s.exec(tail);
  return report.replace(/^ {2}/gm, '');
}

/** A report without what is another in each run: node ids and times. */
function withoutNumbers(text) {
  return text
    .replace(/@\d+/g, '@')
    .replace(/[\d,]+ ms/, 'ms')
    .trim();
}

/**
 * A report without what is another in each run or on another Node.js: ids, times, counts of GCs, sizes, random keys and where
 * a text is cut off.
 */
function withoutFigures(report) {
  return report
    .replace(/@\d+/g, '@')
    .replace(/\(\d+ (?:full GC|rounds).*\)/, '()')
    .replace(/\d+(?:\.\d+)? k?B/g, 'B')
    .replace(/\["[-\w]+… {2}".*…/, '["…  "…')
    .trim();
}

module.exports = {
  commandsOf,
  fencesOf,
  mended,
  programsOf,
  readPage,
  reportIn,
  sectionsOf,
  shownAfter,
  withoutFigures,
  withoutNumbers,
};
