'use strict';

// Who takes part in a bench. A contender is an object with
//   name, title
//   peer       it is measured against: that it does not work here is information, and no failure of the bench
//   ours       it is gc-tracker, of the folder `checkout`
//   needs      installs what it needs; takes a function that tells what is going on, and may be asynchronous (optional)
// and whatever its bench needs to know.

const { root } = require('./checkout.js');

/** With `checkout`; and with `against`, a twin called `before` for each that is ours, of that other checkout. */
function allContenders(contenders, against) {
  return contenders.flatMap((contender) => {
    if (!contender.ours) return contender;
    const ours = { ...contender, checkout: root };
    return against === undefined ? ours : [ours, twinOf(contender, against)];
  });
}

function twinOf({ name, title, ...rest }, checkout) {
  const renamed = (text) => text.replace('gc-tracker', 'before');
  return { ...rest, name: renamed(name), title: renamed(title), checkout, twinOf: name };
}

/** Those with these names; by default all, but when two checkouts are compared, no peers. */
function chooseContenders(all, names, against) {
  if (names !== undefined) return all.filter(({ name }) => names.includes(name));
  return against === undefined ? all : all.filter(({ peer }) => !peer);
}

/** Installs what they need, each thing once. Resolves to the contenders; one that lacks something has a `problem`. */
async function prepare(contenders, tell) {
  const problems = new Map();
  for (const needs of new Set(contenders.flatMap((contender) => contender.needs ?? []))) {
    try {
      await needs(tell);
    } catch (error) {
      const [line] = error.message.split('\n');
      tell(line);
      problems.set(needs, `not available: ${line}`);
    }
  }
  return contenders.map((contender) => ({ ...contender, problem: problems.get(contender.needs) }));
}

module.exports = { allContenders, chooseContenders, prepare };
