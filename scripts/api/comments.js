'use strict';

// The parts of a doc comment: what it says, what is thrown, examples.

/** { text, throws: string[], examples: string[] } of the text of a comment, with its stars. */
function readComment(comment) {
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const [text, ...tags] = lines
    .join('\n')
    .trim()
    .split(/^@(?=\w)/m);
  const doc = { text: text.trim(), throws: [], examples: [] };
  for (const tag of tags) {
    const [, name, content] = /^(\w+)\s*(.*)$/s.exec(tag);
    if (name === 'throws') doc.throws.push(content.replace(/^\{(\w+)\}/, '`$1`').trim());
    else if (name === 'example') doc.examples.push(content.trim());
    else throw new Error(`no page can show the tag @${name} of "${doc.text}"`);
  }
  return doc;
}

module.exports = { readComment };
