'use strict';

// Classes by name: their objects, what distinguishes classes of the same name, and suggestions for an unknown name.

const { codedError } = require('../util/errors.js');
const { printable, quoted } = require('../util/text.js');

const SUGGESTIONS = 3;
/** Larger distances from the GC roots are V8's own. */
const SYSTEM_DISTANCE = 100_000_000;

/** A class is identified by its name and by where it is written. */
function keyOf({ name, location }) {
  return location === null ? name : `${location.scriptId}:${location.line}:${location.column}:${name}`;
}

/** The names to show for a list of classes; with the line if several have the same name. */
function titles(classes) {
  const times = new Map();
  for (const { name } of classes) times.set(name, (times.get(name) ?? 0) + 1);
  return classes.map(({ name, location }) =>
    times.get(name) > 1 && location !== null
      ? `${printable(name)} (line ${location.line + 1})`
      : printable(name),
  );
}

/** The distance from the root as text. */
function distanceText(distance) {
  if (distance === null) return 'none';
  return distance >= SYSTEM_DISTANCE ? 'system' : String(distance);
}

/** The distance as the end of a sentence. */
function distanceWords(distance) {
  if (distance === null) return ', not reachable';
  return distance >= SYSTEM_DISTANCE ? '' : `, distance ${distance}`;
}

/** The objects of a class, or the functions of that name, by retained size. */
async function lookUp(snapshot, wanted, top) {
  const objects = await snapshot.find({ className: wanted, top });
  if (objects.length > 0) return objects;
  // All functions have the class Function, so they are looked up by name.
  const functions = await snapshot.find({ name: wanted, type: 'closure', top });
  if (functions.length > 0) return functions;
  throw await classNotFound(snapshot, wanted);
}

/** The error for an unknown class, with similar names. */
async function classNotFound(snapshot, wanted) {
  const all = await snapshot.classes();
  const similar = all
    .map(({ name }) => [nameDistance(name, wanted), name])
    .filter(([score]) => score < Infinity)
    .sort(([a], [b]) => a - b)
    .slice(0, SUGGESTIONS)
    .map(([, name]) => quoted(name));
  const hint = similar.length === 0 ? "see 'summary' for the classes" : `is it ${similar.join(' or ')}?`;
  return codedError('ERR_GC_TRACKER_CLASS_NOT_FOUND', `no object is of class ${quoted(wanted)}; ${hint}`);
}

/** 0 for names that differ in case and escapes only, more for less similar names, Infinity for others. */
function nameDistance(name, wanted) {
  const [a, b] = [name.toLowerCase(), wanted.toLowerCase()];
  if (a === b || printable(name) === wanted) return 0;
  if (a === `(${b})`) return 1;
  if (a.includes(b) || b.includes(a)) return 2 + Math.abs(a.length - b.length);
  return mistyped(a, b) ? 2 : Infinity;
}

/** Whether the texts differ by one typing error: a letter replaced, missing or added, or two letters exchanged. */
function mistyped(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  const rest = Math.min(a.length, b.length) - start;
  while (end < rest && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return (x.length <= 1 && y.length <= 1) || (x.length === 2 && x === y[1] + y[0]);
}

module.exports = { distanceText, distanceWords, keyOf, lookUp, titles };
