'use strict';

// Adjusts memory for the load. Memory follows traffic, at once or with a delay: on a daily cycle it rises all morning
// without a leak.
//
// value = base + Σ a_k · load_k + rest, where load_k is the utilisation of the event loop, as it is and smoothed over two
// longer periods (objects that live for a while reflect past load). Least squares with all a_k >= 0. Time is not a
// variable, so all that rises together with the load is attributed to the load. This is cautious: a leak is detected
// after the load has fallen, or when it has changed less than memory. The base is at least 0: load that has grown by a
// tenth cannot explain that memory has doubled. O(n).

/** The periods over which load is smoothed, as shares of the window. */
const SMOOTHING = [0, 1 / 24, 1 / 8];
/** All subsets of the three loads. */
const SUBSETS = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];

/** The values as they would be at the mean load. `times` rise, `loads` are 0 to 1. */
function adjustForLoad(times, values, loads) {
  const span = times.at(-1) - times[0];
  const smooth = SMOOTHING.map((share) => centred(smoothed(times, loads, share * span)));
  const features = smooth.map(({ rest }) => rest);
  const level = centred(values);
  const products = features.map((one) => features.map((other) => dot(one, other)));
  const targets = features.map((one) => dot(one, level.rest));
  let best = { chosen: [], factors: [], gain: 0 };
  for (const chosen of SUBSETS) {
    const factors = solve(chosen.map((i) => [...chosen.map((j) => products[i][j]), targets[i]]));
    if (factors === undefined || factors.some((factor) => factor < 0)) continue;
    // How much smaller the sum of squares of the rest is.
    const gain = chosen.reduce((sum, i, k) => sum + factors[k] * targets[i], 0);
    if (gain > best.gain) best = { chosen, factors, gain };
  }
  const explained = best.chosen.reduce((sum, i, k) => sum + best.factors[k] * smooth[i].mean, 0);
  const share = explained > level.mean ? level.mean / explained : 1;
  return values.map((value, at) =>
    best.chosen.reduce((rest, i, k) => rest - share * best.factors[k] * features[i][at], value),
  );
}

/** Smooths exponentially over `period`, in the unit of `times`. */
function smoothed(times, loads, period) {
  if (period === 0) return loads;
  let value = loads[0];
  return loads.map((load, i) => {
    if (i > 0) value += (1 - Math.exp((times[i - 1] - times[i]) / period)) * (load - value);
    return value;
  });
}

/** Splits values into { mean, rest }. */
function centred(values) {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  return { mean, rest: values.map((value) => value - mean) };
}

function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Solves up to three equations, each with its right side at the end. Undefined if they are not independent. */
function solve(rows) {
  const scales = rows.map((row, i) => row[i]);
  for (let i = 0; i < rows.length; i++) {
    if (!(rows[i][i] > 1e-6 * scales[i])) return undefined;
    for (let j = 0; j < rows.length; j++) {
      if (j === i) continue;
      const factor = rows[j][i] / rows[i][i];
      for (let k = i; k < rows[j].length; k++) rows[j][k] -= factor * rows[i][k];
    }
  }
  return rows.map((row, i) => row.at(-1) / row[i]);
}

module.exports = { adjustForLoad };
