'use strict';

// The Markdown of the page of an entry.

const { anchorOf } = require('./anchor.js');

const COLUMNS = 110;

const titles = {
  function: 'Functions',
  constant: 'Constants',
  class: 'Classes',
  type: 'Types',
  addition: 'Added to types of others',
};

/** `link(name)` is where a name is told of: an address, or undefined. */
function renderEntry({ name, source, loading, intro, declarations }, link) {
  const groups = Object.entries(titles)
    .map(([kind, title]) => [title, declarations.filter((declaration) => declaration.kind === kind)])
    .filter(([, group]) => group.length > 0);
  const page = { link, blocks: [] };
  page.blocks.push(`# ${name}`);
  page.blocks.push(`<!-- Generated from ${source} by \`npm run docs:api\`. Change it there. -->`);
  pushDoc(page, intro);
  if (loading !== '') page.blocks.push(fence('js', loading));
  const contents = groups.map(([title, group]) => wrap(`- ${title}: ${linksTo(group)}`, '  '));
  page.blocks.push([...contents, '- [All entries](README.md)'].join('\n'));
  for (const [title, group] of groups) {
    page.blocks.push(`## ${title}`);
    for (const declaration of group) pushDeclaration(page, declaration);
  }
  return `${page.blocks.join('\n\n')}\n`;
}

/** The page that leads to the others. */
function renderIndex(entries) {
  const blocks = [
    '# API reference',
    '<!-- Generated from package.json and the declaration files by `npm run docs:api`. -->',
    wrap(
      'What each entry of the package exports, with units, defaults and errors: the comments of its declaration file, which ' +
        'editors show as well. Errors have a stable `code`. What is not listed here is not public.',
    ),
  ];
  for (const { name, file, intro, declarations } of entries) {
    const values = declarations.filter(({ kind }) => kind !== 'type' && kind !== 'addition');
    blocks.push(`## [${name}](${file})`, wrap(resolve({ link: () => file }, intro.text)));
    if (values.length > 0) blocks.push(wrap(linksTo(values, file)));
  }
  return `${blocks.join('\n\n')}\n`;
}

const linksTo = (declarations, page = '') =>
  declarations.map(({ name }) => `[${name}](${page}#${anchorOf(name)})`).join(', ');

function pushDeclaration(page, { name, code, doc, members, uses }) {
  page.blocks.push(`### ${name}`);
  if (code !== '') page.blocks.push(fence('ts', code));
  pushDoc(page, doc, seeAlso(page, uses, doc));
  const isLong = (member) => (member.isMethod ? member.doc.text !== '' : member.code.includes('\n'));
  const short = members.filter((member) => !isLong(member));
  const items = short.filter(({ isMethod }) => !isMethod).map((member) => itemOf(page, member));
  if (items.length > 0) page.blocks.push(items.join('\n'));
  const methods = short.filter(({ isMethod }) => isMethod).map((member) => member.code);
  if (methods.length > 0) page.blocks.push(fence('ts', methods.join('\n')));
  for (const member of members.filter(isLong)) {
    page.blocks.push(`#### \`${pathOf(name, member)}\``, fence('ts', member.code));
    const others = member.uses.filter((use) => use !== name);
    pushDoc(page, member.doc, seeAlso(page, others, member.doc));
  }
}

const pathOf = (name, member) =>
  `${name}${member.name.startsWith('[') ? '' : '.'}${member.name}${member.isMethod ? '()' : ''}`;

function itemOf(page, { code, doc, uses }) {
  const says = [`**\`${code.replace(/;$/, '')}\`**`, resolve(page, doc.text), seeAlso(page, uses, doc)];
  return wrap(`- ${says.filter((part) => part !== '').join(' ')}`, '  ');
}

function pushDoc(page, { text, throws, examples }, see = '') {
  if (text !== '') page.blocks.push(wrap(resolve(page, text)));
  if (throws.length > 0) {
    const items = throws.map((item) => wrap(`- ${resolve(page, item)}`, '  '));
    page.blocks.push('Errors:', items.join('\n'));
  }
  if (see !== '') page.blocks.push(wrap(see));
  for (const example of examples) page.blocks.push(fence(example.includes(': Track') ? 'ts' : 'js', example));
}

/** Links to types in the code, where links cannot be, unless the text has them. */
function seeAlso({ link }, uses, { text }) {
  const links = uses
    .filter((name) => link(name) !== undefined && !text.includes(`@link ${name}}`))
    .map((name) => `[${name}](${link(name)})`);
  return links.length > 0 ? `See ${links.join(', ')}.` : '';
}

/** With links for `{@link NAME}` and for pages of docs/. */
function resolve({ link }, text) {
  return text
    .replace(/\bdocs\/([\w-]+\.md)/g, '[$&](../$1)')
    .replace(/\{@link\s+(?:import\('gc-tracker'\)\.)?([^}]+)\}/g, (_, name) => {
      const address = link(name);
      if (address === undefined) throw new Error(`{@link ${name}} leads nowhere`);
      return `[${name}](${address})`;
    });
}

const fence = (language, code) => `\`\`\`${language}\n${code}\n\`\`\``;

/** In lines of bounded length, of which all but the first are indented; code stays whole. Paragraphs and items stay apart. */
function wrap(text, indent = '') {
  const blocks = text.split(/(\n\n|\n(?=- ))/);
  return blocks
    .map((block, index) => (index % 2 === 1 ? block : wrapBlock(block, index === 0 ? '' : indent, indent)))
    .join('');
}

function wrapBlock(text, first, indent) {
  const lines = [];
  for (const word of text.replace(/\s*\n\s*/g, ' ').match(/(?:[^\s`]|`[^`]*`)+/g)) {
    const line = lines.at(-1);
    const canBegin = !/^([-+*#>|]$|\d+[.)]$)/.test(word);
    if (line === undefined) lines.push(first + word);
    else if (line.length + word.length >= COLUMNS && canBegin) lines.push(indent + word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join('\n');
}

module.exports = { renderEntry, renderIndex };
