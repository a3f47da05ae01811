'use strict';

// A page of docs/ that teaches: its programs, in a folder where they can run; its diffs, applied to them; the reports that
// it shows, and those that a program or a test prints.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { run } = require('../../adapters/run.js');

const docs = path.resolve(__dirname, '../../../docs');

/** Of a page, by titles: { title, text }, without those above them. The introduction has no title. */
function sectionsOf(page) {
  const text = fs.readFileSync(path.join(docs, page), 'utf8');
  return text.split(/^#{2,3} /m).map((part, number) => {
    const end = part.indexOf('\n');
    return { title: number === 0 ? '' : part.slice(0, end), text: part };
  });
}

/** Programs by their names, which are their first lines. */
function programsOf(text) {
  const blocks = text.matchAll(/```(?:js|ts|json)\n(\/\/ (\S+)\n.*?)```/gs);
  return new Map([...blocks].map(([, code, name]) => [name, code]));
}

/** The programs with a section's diffs applied: each takes lines away that are there once. */
function mended(programs, text) {
  const result = new Map(programs);
  for (const [, diff] of text.matchAll(/```diff\n(.*?)```/gs)) {
    const lines = (sign) => diff.replace(/^(.)(.*\n)/gm, (_, first, line) => (first === sign ? line : ''));
    const found = [...result].filter(([, code]) => code.split(lines('-')).length === 2);
    assert.strictEqual(found.length, 1, diff);
    const [[name, code]] = found;
    result.set(
      name,
      code.replace(lines('-'), () => lines('+')),
    );
  }
  return result;
}

function write(programs, folder) {
  for (const [name, code] of programs) fs.writeFileSync(path.join(folder, name), code);
}

/** The commands of a section: `npx` and its package as a user has them, but for the shell. */
function commandsOf(text) {
  return [...text.matchAll(/^ {4}\$ (.*)$/gm)].map(([, command]) => command);
}

/** What a program or a test of the folder has printed: { code, output }. */
async function runIn(folder, args, env = {}) {
  const all = { NO_COLOR: '1', ...env };
  const { code, stdout, stderr } = await run({ command: process.execPath }, folder, args, all);
  return { code, output: `${stdout}${stderr}` };
}

/** The report at the end of what node:test has printed, which indents it. */
function reportIn(output) {
  const [, tail] = /.*LeakError\]: (.*)/s.exec(output);
  const [report] = /^.*\n *fingerprint [^\]{\n]*/s.exec(tail);
  return report.replace(/^ {2}/gm, '');
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
  mended,
  programsOf,
  reportIn,
  runIn,
  sectionsOf,
  withoutFigures,
  write,
};
