'use strict';

// A short name of a leak, equal in each run: a hash of its path without what differs from run to run: node ids, keys and
// indices, numbers in names, and the properties by which V8 names a plain object.

/** A plain object's property with so long a name is a key: an id of a connection or a request. */
const LONG = 16;
/** A link of a list takes at most so many steps. */
const LONGEST_PERIOD = 6;

/** Six hexadecimal digits. */
function fingerprint(steps) {
  return hash(wayOf(steps)).toString(16).padStart(8, '0').slice(0, 6);
}

/** What the hash is of: equal for all that is held in the same way. How far down a list it is does not matter. */
function wayOf(steps) {
  const parts = steps.map(({ label, what, kind }, index) => {
    const isKey = kind === 'field' && label.length >= LONG && general(steps[index - 1].what) === 'Object';
    return `${kind} ${isKey ? '[]' : general(label)} ${general(what)}`;
  });
  return withoutRepeats(parts).join('\n');
}

/** Of parts that follow each other again and again, as those of a list, the first ones. */
function withoutRepeats(parts) {
  const kept = [];
  for (const part of parts) {
    kept.push(part);
    for (let period = 1; period <= Math.min(LONGEST_PERIOD, kept.length / 2); period++) {
      const isRepeated = (_, back) => kept.at(-1 - back) === kept.at(-1 - back - period);
      if (!Array.from({ length: period }, isRepeated).every(Boolean)) continue;
      kept.length -= period;
      break;
    }
  }
  return kept;
}

function general(text) {
  return text
    .replace(/^"(?:[^"\\]|\\.)*"$/s, '""')
    .replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, '[]')
    .replace(/^\{.*\}$/s, 'Object')
    .replace(/@\d+/g, '@')
    .replace(/\d+/g, '#');
}

/** FNV-1a, 32 bits: node:crypto would take longer to load than all of this. */
function hash(text) {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

module.exports = { fingerprint, wayOf, withoutRepeats };
