'use strict';

// A short name of a leak, equal in each run. It is a hash of the path without what varies between runs: node ids, keys and
// indices, numbers in names, the query of a module's URL, and the properties after which V8 names a plain object.

/** A property of a plain object whose name is this long is a key, such as the id of a request. */
const KEY_LENGTH = 16;
/** The longest link of a list, in steps. */
const LONGEST_PERIOD = 6;

/** Six hexadecimal digits. */
function fingerprint(steps) {
  return hash(pathKey(steps)).toString(16).padStart(8, '0').slice(0, 6);
}

/** The text that is hashed: equal for all objects that are held in the same way, at any depth of a list. */
function pathKey(steps) {
  const parts = steps.map(({ label, what, kind }, index) => {
    const isKey =
      kind === 'field' && label.length >= KEY_LENGTH && general(steps[index - 1].what) === 'Object';
    const text = kind === 'landmark' ? what.replace(/(?<=\.\w+)\?.*$/s, '') : what;
    return `${kind} ${isKey ? '[]' : general(label)} ${general(text)}`;
  });
  return withoutRepeats(parts).join('\n');
}

/** Keeps only the first of repeated sequences of parts, such as the links of a list. */
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

module.exports = { fingerprint, pathKey, withoutRepeats };
