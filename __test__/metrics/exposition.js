'use strict';

// The text that Prometheus scrapes, as numbers by series.

/** { 'name{label="value"}': number } of the lines that are no comments. */
function seriesOf(text) {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

module.exports = { seriesOf };
