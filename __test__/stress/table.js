'use strict';

// A plain text table: columns as wide as their widest cell, the first column not repeated.

function table(header, rows) {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column].length)));
  const line = (cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  let last;
  const body = rows.map(([first, ...rest]) => {
    const shown = first === last ? '' : first;
    last = first;
    return line([shown, ...rest]);
  });
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...body].join('\n');
}

module.exports = { table };
