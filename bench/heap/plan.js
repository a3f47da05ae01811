'use strict';

// Runs the contenders over each snapshot and gathers a table a size. They alternate (A B C A B C …), so that
// a slow minute of the machine meets all alike; figures are medians over repetitions.

const { medians } = require('../statistics.js');
const { snapshotOf } = require('./generate.js');
const { runOnce } = require('./spawn.js');

const REPETITIONS = 3;

/** { size, snapshot, rows: [{ contender, title, problem?, repetitions, median, ratio }] } */
async function runSize(size, { contenders, reps }, missing, tell, progress) {
  const snapshot = snapshotOf(size, tell);
  const entries = contenders.map((contender) => {
    const lacking = contender.needs.find((step) => missing[step] !== undefined);
    return {
      contender,
      times: reps ?? (contender.slow && size === 'large' ? 1 : REPETITIONS),
      problem: lacking && `not available: ${missing[lacking]}`,
      repetitions: [],
    };
  });
  for (let round = 0; round < Math.max(...entries.map(({ times }) => times)); round++) {
    for (const entry of entries) {
      if (entry.problem !== undefined || round >= entry.times) continue;
      progress(`${size} · ${entry.contender.title} · ${round + 1}`);
      const result = await runOnce(entry.contender, snapshot);
      if (result.failed === undefined) entry.repetitions.push(result);
      else entry.problem = `failed: ${result.failed}`;
    }
  }
  return { size, snapshot, rows: rowsOf(entries, snapshot) };
}

/** `ratio.wall` is gc-tracker's over the contender's, `ratio.file` the peak RSS over the file's size. */
function rowsOf(entries, { bytes }) {
  const rows = entries.map(({ contender: { name, title }, problem, repetitions }) => {
    const median = medians(repetitions);
    const ratio = { file: median.rss / bytes };
    return { contender: name, title, problem, repetitions, median, ratio };
  });
  const ours = rows.find(({ contender }) => contender === 'gc-tracker');
  for (const { median, ratio } of rows) ratio.wall = ours?.median.wall / median.wall;
  return rows;
}

module.exports = { runSize };
