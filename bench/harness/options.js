'use strict';

// The command line of a bench. It names its options, each of a kind: `parse(text)` returns the option's value, its
// default if the text is undefined, and throws if the text is wrong. The usage line is made of the kinds.

const path = require('node:path');
const { parseArgs } = require('node:util');
const { check } = require('./checkout.js');
const { allContenders, chooseContenders } = require('./contenders.js');
const { chooseNodes, usualNodes } = require('./machine.js');

const flag = { parse: (given = false) => given };

const text = { hint: 'text', parse: (given) => given };

/** Whole numbers above 0; `count()` has no default. */
const count = (usual) => ({
  hint: usual ?? 'n',
  parse: (given) => (given === undefined ? usual : whole(given)),
});
const counts = (...usual) => ({
  hint: usual.join(),
  parse: (given) => (given === undefined ? usual : given.split(',').map(whole)),
});

/** A number above 0. */
const positive = (usual) => ({
  hint: usual,
  parse(given = usual) {
    if (Number(given) > 0) return Number(given);
    throw new Error(`takes a number above 0, not '${given}'`);
  },
});

/** Some of these names, in this order; by default all. */
const list = (...all) => ({
  hint: all.join(),
  parse: (given) => (given === undefined ? all : someOf(all, given.split(','))),
});

/** Versions of Node, by default those of the majors that are installed; without majors the running one. */
const nodes = (...majors) => ({
  hint: majors.length > 0 ? majors.join() : '20,24',
  parse: (given) => (given === undefined ? usualNodes(majors) : chooseNodes(given.split(','))),
});

/** The folder of another checkout of gc-tracker, built. */
const checkout = {
  hint: 'DIR',
  parse(given) {
    if (given === undefined) return undefined;
    const folder = path.resolve(given);
    check(folder);
    return folder;
  },
};

/**
 * The values of a program's options and, if it is a bench (see run.js), of those that all benches have: `json`,
 * `check`, and the chosen `contenders` and `scenarios`. What is wrong throws an error with `usage: true`.
 */
function parseOptions({ file, options: kinds, contenders, scenarios, tables }, args) {
  const all = {
    ...kinds,
    ...(contenders && { only: namesOf(contenders) }),
    ...(tables && { json: flag, check: flag }),
  };
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: scenarios !== undefined,
      options: Object.fromEntries(
        Object.entries(all).map(([name, { hint }]) => [
          name,
          { type: hint === undefined ? 'boolean' : 'string' },
        ]),
      ),
    });
    const options = {};
    for (const [name, kind] of Object.entries(all)) {
      options[name] = named(`--${name}`, () => kind.parse(values[name]));
    }
    if (scenarios !== undefined) options.scenarios = chooseScenarios(scenarios, positionals);
    if (contenders !== undefined) {
      const everyone = allContenders(contenders, options.against);
      const names = everyone.map(({ name }) => name);
      const only = named('--only', () => options.only && someOf(names, options.only.split(',')));
      options.contenders = chooseContenders(everyone, only, options.against);
    }
    return options;
  } catch (error) {
    throw Object.assign(new Error(`${error.message}\n${usage(file, all, scenarios)}`), { usage: true });
  }
}

/** Of contenders; which ones there are depends on the other options. */
function namesOf(contenders) {
  const some = contenders.slice(0, 2).map(({ name }) => name);
  return { ...text, hint: some.join() };
}

function usage(file, kinds, scenarios) {
  const words = Object.entries(kinds).map(([name, { hint }]) => `[--${name}${hint ? ` ${hint}` : ''}]`);
  const command = `node ${path.relative(process.cwd(), file)}`;
  return ['usage:', command, ...(scenarios ? ['[scenario...]'] : []), ...words].join(' ');
}

function named(name, parse) {
  try {
    return parse();
  } catch ({ message }) {
    throw new Error(`${name}: ${message}`);
  }
}

function chooseScenarios(scenarios, names) {
  if (names.length === 0) return scenarios;
  const all = scenarios.map(({ name }) => name);
  const some = named('scenario', () => someOf(all, names));
  return scenarios.filter(({ name }) => some.includes(name));
}

function someOf(all, wanted) {
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`unknown '${unknown}', choose from ${all.join(', ')}`);
  return all.filter((name) => wanted.includes(name));
}

function whole(given) {
  const number = Number(given.replaceAll('_', ''));
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`takes a whole number above 0, not '${given}'`);
}

module.exports = { checkout, count, counts, flag, list, nodes, parseOptions, positive, text };
