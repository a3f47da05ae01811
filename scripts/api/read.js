'use strict';

// What a declaration file exports, and what it adds to the types of others, as data for a page.

const { execFileSync } = require('node:child_process');
const path = require('node:path');
const process = require('node:process');
const { readComment } = require('./comments.js');
const ts = require('./typescript.js');

const biome = require.resolve('@biomejs/biome/bin/biome');
const root = path.resolve(__dirname, '../..');

const kinds = new Map([
  [ts.SyntaxKind.FunctionDeclaration, 'function'],
  [ts.SyntaxKind.VariableStatement, 'constant'],
  [ts.SyntaxKind.ClassDeclaration, 'class'],
  [ts.SyntaxKind.InterfaceDeclaration, 'type'],
  [ts.SyntaxKind.TypeAliasDeclaration, 'type'],
]);

/**
 * { intro, isFunction, declarations }; a declaration is { name, kind, code, doc, members, uses }, a member of it { name, code, doc,
 * isMethod, uses }. `code` is empty where the name says it all, `uses` are the names of types in it. With `isFunction`
 * the one value that is declared is all that `require` gives.
 */
function read(text) {
  const file = parse(tidy(text));
  const intro = commentsOf(file.statements[0], file).find((comment) => comment.includes('@module'));
  return {
    intro: readComment(intro.replace(/@module\b/, '')),
    isFunction: file.statements.some((statement) => statement.isExportEquals),
    declarations: file.statements.flatMap((statement) => declarationsOf(statement, file)),
  };
}

const parse = (text) => ts.createSourceFile('entry.d.ts', text, ts.ScriptTarget.Latest, true);

/** Without the `| undefined` of what is optional anyway, and formatted anew. Inner cuts come before outer ones: so in order. */
function tidy(text) {
  const cuts = [];
  const visit = (node) => {
    ts.forEachChild(node, visit);
    const last = node.questionToken && node.type && ts.isUnionTypeNode(node.type) && node.type.types.at(-1);
    if (last && last.kind === ts.SyntaxKind.UndefinedKeyword) {
      cuts.push([node.type.types.at(-2).end, last.end]);
    }
  };
  visit(parse(text));
  const input = cuts.reduceRight((left, [start, end]) => left.slice(0, start) + left.slice(end), text);
  const options = { cwd: root, input, encoding: 'utf8' };
  return execFileSync(process.execPath, [biome, 'format', '--stdin-file-path=entry.d.ts'], options);
}

function commentsOf(node, file) {
  const ranges = ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? [];
  return ranges.map(({ pos, end }) => file.text.slice(pos, end)).filter((text) => text.startsWith('/**'));
}

const docOf = (node, file) => readComment(commentsOf(node, file).at(-1) ?? '/** */');

function declarationsOf(statement, file) {
  if (ts.isModuleDeclaration(statement)) return additionsOf(statement, file, []);
  const kind = kinds.get(statement.kind);
  if (kind === undefined) return [];
  const { name } = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : statement;
  return [{ ...describe(statement, file), name: name.text, kind }];
}

/** Of `declare global` and `declare module`: interfaces to which something is added. */
function additionsOf(node, file, names) {
  if (ts.isModuleBlock(node)) return node.statements.flatMap((inner) => additionsOf(inner, file, names));
  if (!ts.isModuleDeclaration(node)) {
    return [{ ...describe(node, file), name: [...names, node.name.text].join('.'), kind: 'addition' }];
  }
  const inside = node.name.text === 'global' ? names : [...names, node.name.text];
  return additionsOf(node.body, file, inside);
}

function describe(node, file) {
  const members = (node.members ?? []).filter((member) => !ts.isConstructorDeclaration(member));
  return {
    code: node.members === undefined ? codeOf(node, file) : headOf(node, file),
    doc: docOf(node, file),
    members: members.map((member) => ({
      name: member.name?.getText(file) ?? '',
      code: codeOf(member, file),
      doc: docOf(member, file),
      isMethod: ts.isMethodSignature(member) || ts.isMethodDeclaration(member),
      uses: usesOf(member),
    })),
    uses: node.members === undefined ? usesOf(node) : (node.heritageClauses ?? []).flatMap(usesOf),
  };
}

/** As it is written, from the margin, without `export` and `declare`. */
function codeOf(node, file) {
  const indent = ' '.repeat(file.getLineAndCharacterOfPosition(node.getStart(file)).character);
  return node
    .getText(file)
    .replace(/^export /, '')
    .replace(/^declare /, '')
    .replaceAll(`\n${indent}`, '\n');
}

/** Of a class or an interface what is before its members, if that says more than the name. */
function headOf(node, file) {
  const says = ts.isClassDeclaration(node) || node.typeParameters || node.heritageClauses;
  return says ? codeOf(node, file).replace(/ \{.*$/s, '') : '';
}

function usesOf(node) {
  const names = new Set();
  const visit = (inner) => {
    if (ts.isTypeReferenceNode(inner)) names.add(inner.typeName.getText());
    if (ts.isExpressionWithTypeArguments(inner) || ts.isTypeQueryNode(inner)) {
      names.add((inner.expression ?? inner.exprName).getText());
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return [...names];
}

module.exports = { read };
