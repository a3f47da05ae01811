'use strict';

// Formats tables for 80 columns. Numbers are aligned right. Each column is as wide as its widest cell, except the
// flexible one, which is cut so that the line fits. By hand, for no dependency at run time.

const { fit, width } = require('../util/text.js');

const COLUMNS = 80;
const GAP = '  ';

/**
 * The lines of a table. `columns` is an array of { title, left?, flexible?, paint? }, `rows` an array of arrays of texts.
 * `paint(text, rowNumber)` colours a cell after it was measured.
 */
function table(columns, rows, style) {
  const widths = columns.map(({ title }, index) =>
    rows.reduce((widest, row) => Math.max(widest, width(row[index])), width(title)),
  );
  const flexible = columns.findIndex((column) => column.flexible);
  const rest = widths.reduce((sum, one, index) => (index === flexible ? sum : sum + one + GAP.length), 0);
  if (flexible >= 0) widths[flexible] = Math.min(widths[flexible], Math.max(8, COLUMNS - rest));

  const cell = (text, index) => fit(text, widths[index], !columns[index].left);
  const header = columns.map(({ title }, index) => cell(title, index)).join(GAP);
  const lines = rows.map((row, number) =>
    row
      .map((text, index) => {
        const { paint } = columns[index];
        return paint ? paint(cell(text, index), number) : cell(text, index);
      })
      .join(GAP),
  );
  return [style.dim(header.trimEnd()), ...lines].map((line) => line.trimEnd());
}

module.exports = { COLUMNS, table };
