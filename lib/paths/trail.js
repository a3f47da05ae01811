'use strict';

/**
 * Readable steps on one line, similar to JavaScript: `lib/store.js › exports.sessions["user-1"]`,
 * `Global.kept.list`.
 */
function trail(steps) {
  const start = steps.findLastIndex(({ kind }) => kind === 'landmark');
  const [first, ...rest] = steps.slice(Math.max(0, start));
  if (first === undefined) return '(GC root)';
  return rest.reduce(
    (text, { label, what, note }, index) => {
      if (/^[.[]/.test(label) && !(index === 0 && isFile(first))) return text + label;
      return `${text} › ${label.replace(/^variable /, '') || note || what}`;
    },
    isFile(first) ? first.what : first.label || first.what,
  );
}

/** Whether the step is a file. A window is not: it is named after its class. */
function isFile({ kind, label, what }) {
  return kind === 'landmark' && label !== '' && what !== '' && !what.includes('://');
}

module.exports = { trail };
