'use strict';

// Relative links of all documents lead to files, and to headings, that there are; README leads to each page of docs/; and
// prose is wrapped at one width.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { anchorOf } = require('../../scripts/api/anchor.js');
const { wrap } = require('../../scripts/wrap-markdown.js');

const root = path.resolve(__dirname, '../..');
const folders = ['.', 'docs', 'bench', 'examples', 'npm', 'scripts', '__test__', 'fuzz'];
const isOutside = (name) => ['node_modules', 'target'].includes(name) || name.startsWith('.');

/** Paths of the documents, from the root. Of the root itself only those that lie there. */
function documents(folder, isDeep = folder !== '.') {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((item) => {
    if (isOutside(item.name)) return [];
    const file = path.join(folder, item.name);
    if (item.isDirectory()) return isDeep ? documents(file) : [];
    return item.name.endsWith('.md') ? [file] : [];
  });
}

const withoutFences = (text) => text.replace(/^ *```[\s\S]*?^ *```$/gm, '');

/** Where a document leads to: [{ file, anchor }], without the world outside. */
function linksOf(file, text) {
  const prose = withoutFences(text)
    .replace(/^ {4,}.*$/gm, '')
    .replace(/`[^`]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gm)]
    .map(([, inline, reference]) => inline ?? reference)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [relative, anchor] = target.split('#');
      return { target, file: relative === '' ? file : path.join(path.dirname(file), relative), anchor };
    });
}

/** Headings with the same words are numbered. */
function anchorsOf(text) {
  const counts = new Map();
  return [...withoutFences(text).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading]) => {
    const anchor = anchorOf(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

/** The links of a document that lead nowhere. */
function brokenLinks(folder, document) {
  const read = (file) => fs.readFileSync(path.join(folder, file), 'utf8');
  return linksOf(document, read(document))
    .filter(({ file, anchor }) => {
      if (!fs.existsSync(path.join(folder, file))) return true;
      return anchor !== undefined && !(file.endsWith('.md') && anchorsOf(read(file)).includes(anchor));
    })
    .map(({ target }) => target);
}

const all = folders
  .filter((folder) => fs.existsSync(path.join(root, folder)))
  .flatMap((folder) => documents(folder));

for (const document of all) {
  test(`${document}: its links lead somewhere`, () => {
    assert.deepStrictEqual(brokenLinks(root, document), []);
  });
}

for (const document of all.filter((file) => !file.startsWith(path.join('docs', 'api')))) {
  test(`${document}: its prose is wrapped`, () => {
    const text = fs.readFileSync(path.join(root, document), 'utf8');
    assert.strictEqual(text, wrap(text), `run node scripts/wrap-markdown.js ${document}`);
  });
}

test('wrapping joins and breaks prose, and leaves the rest as it is', () => {
  const word = 'x'.repeat(60);
  const code = `${' '.repeat(4)}${word} ${word}`;
  const asItIs = [
    `# ${word} ${word}`,
    `| ${word} | ${word} |`,
    '```',
    `${word} ${word}`,
    '```',
    '',
    code,
    '',
  ];
  assert.strictEqual(wrap(asItIs.join('\n')), asItIs.join('\n'));
  assert.strictEqual(wrap('one\ntwo\n'), 'one two\n');
  assert.strictEqual(wrap(`${word} ${word}\n`), `${word}\n${word}\n`);
  assert.strictEqual(wrap(`- ${word}\n  ${word}\n- two\n`), `- ${word}\n  ${word}\n- two\n`);
  assert.strictEqual(wrap(`${word}${word}\n`), `${word}${word}\n`);
  assert.strictEqual(wrap(`${word} \`${word} a\`\n`), `${word}\n\`${word} a\`\n`);
  assert.strictEqual(wrap(`${word} ${'y'.repeat(38)} - b\n`), `${word}\n${'y'.repeat(38)} - b\n`);
});

test('README leads to each page of docs/, perhaps by way of others', () => {
  const found = new Set(['README.md']);
  for (const document of found) {
    if (!document.endsWith('.md') || !fs.existsSync(path.join(root, document))) continue;
    for (const { file } of linksOf(document, fs.readFileSync(path.join(root, document), 'utf8')))
      found.add(file);
  }
  const pages = all.filter((document) => document.startsWith(`docs${path.sep}`));
  assert.deepStrictEqual(
    pages.filter((page) => !found.has(page)),
    [],
  );
});

test('links that lead nowhere are found', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gc-tracker-links-'));
  try {
    const code = '```js\n// [code](none.js)\n# no heading\n```\n`[code](none.js)`\n';
    const heading = '# One `two`: *three*!';
    fs.writeFileSync(path.join(folder, 'a.md'), `${code}${heading}\n[b](b.md#same-1) [a](#one-two-three)\n`);
    fs.writeFileSync(
      path.join(folder, 'b.md'),
      '## Same\n## Same\n[x](x.md) [y](a.md#no-heading) [z](#same-2)\n',
    );
    assert.deepStrictEqual(brokenLinks(folder, 'a.md'), []);
    assert.deepStrictEqual(brokenLinks(folder, 'b.md'), ['x.md', 'a.md#no-heading', '#same-2']);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
