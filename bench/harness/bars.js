'use strict';

// The bars of a bench, and what was measured for them on each version of Node. A bar whose contenders did not run has
// no value, and is neither met nor missed.
//
// A bench defines its bars as [{ what, value, bar, barText?, aim?, digits?, atLeast? }]: `value(row)` gets a function
// that finds a row by its table's id and its contender; `bar` is a number, or a function of Node's major version.

/** How much slower than another checkout this one may be. */
const BAR_AGAINST = 1.03;

/** A bar's value: gc-tracker's figure over a contender's. */
const ratio = (table, contender, metric) => (row) => row(table, contender)?.ratio[metric];

/** [{ what, bar, aim, digits, results: [{ runtime, value, bar, met }] }] */
function evaluateBars(definitions, tables) {
  const runtimes = new Map(tables.map(({ runtime, version }) => [runtime, version]));
  return definitions.map(({ what, bar, barText, aim, digits, atLeast = false, value }) => {
    const barOn = (major) => (typeof bar === 'function' ? bar(major) : bar);
    const results = [];
    for (const [runtime, version] of runtimes) {
      const measured = value((id, contender) => findRow(tables, runtime, id, contender));
      if (!Number.isFinite(measured)) continue;
      const limit = barOn(Number(version.split('.')[0]));
      const isMet = atLeast ? measured >= limit : measured <= limit;
      const met = limit === undefined ? undefined : isMet;
      results.push({ runtime, value: measured, bar: limit, met });
    }
    return { what, bar: barText ?? barOn(26) ?? barOn(24), aim, digits, results };
  });
}

function findRow(tables, runtime, id, contender) {
  return tables
    .find((table) => table.id === id && table.runtime === runtime)
    ?.rows.find((row) => row.contender === contender);
}

/** With --against: a bar for each metric in which this checkout and the other one are compared. */
function barsAgainst(tables) {
  const bars = new Map();
  for (const { id, metrics, rows } of tables) {
    for (const { contender, twinOf } of rows.filter((row) => row.twinOf !== undefined)) {
      for (const [metric] of Object.entries(metrics).filter(([, one]) => one.ratio)) {
        const what = `${id}: ${twinOf} / ${contender}, ${metric}`;
        bars.set(what, { what, bar: BAR_AGAINST, digits: 3, value: ratio(id, contender, metric) });
      }
    }
  }
  return [...bars.values()];
}

module.exports = { barsAgainst, evaluateBars, ratio };
