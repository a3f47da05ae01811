'use strict';

// Whether there is valgrind, and the errors out of memcheck's XML (docs/internals/xml-output-protocol4.txt in its sources).
// Only what the stress suite asks for: no nesting is needed, as errors, stacks and frames do not nest.

const { spawnSync } = require('node:child_process');

const SHOWN_FRAMES = 14;

/** The outcome of a scenario where valgrind is not installed: skipped, but a failure in CI. Else undefined. */
function withoutValgrind() {
  if (spawnSync('valgrind', ['--version']).status === 0) return undefined;
  const figure = 'valgrind is not installed';
  return process.env.CI === 'true' ? { figure, problems: [figure] } : { figure, problems: [], skipped: true };
}

/** [{ kind, bytes, frames: [{ object, name, place }], text }]; the frames of all stacks of an error. */
function parseValgrind(xml) {
  if (!xml.includes('</valgrindoutput>')) throw new Error('valgrind did not finish its report');
  return blocks(xml, 'error').map((error) => {
    const kind = field(error, 'kind');
    const what = field(error, 'text') ?? field(error, 'what') ?? kind;
    const frames = blocks(error, 'frame').map((frame) => ({
      object: field(frame, 'obj') ?? '',
      name: field(frame, 'fn') ?? '???',
      place: place(frame),
    }));
    const shown = frames.slice(0, SHOWN_FRAMES).map(({ name, place }) => `\n    ${name} (${place})`);
    return {
      kind,
      bytes: Number(field(error, 'leakedbytes') ?? 0),
      frames,
      text: `${what}${shown.join('')}`,
    };
  });
}

function blocks(xml, tag) {
  return xml.match(new RegExp(`<${tag}>.*?</${tag}>`, 'gs')) ?? [];
}

function field(xml, tag) {
  const found = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(xml);
  return found === null ? undefined : unescapeXml(found[1]);
}

function unescapeXml(text) {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

function place(frame) {
  const file = field(frame, 'file');
  return file === undefined ? (field(frame, 'obj') ?? '') : `${file}:${field(frame, 'line')}`;
}

module.exports = { parseValgrind, withoutValgrind };
