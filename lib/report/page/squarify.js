'use strict';

// Squarified treemaps (Bruls, Huizing and van Wijk, 2000). Items are laid out in rows along the shorter side of the
// remaining rectangle. Each row takes as many items as make its tiles most similar to squares. By hand: d3-hierarchy's
// would be 4.0 kB of the page instead of 0.9, with a licence to quote in each report, and lays out what is too small to be seen.

/**
 * Lays out `items`, sorted by falling `size`, in a rectangle: [{ item, left, top, width, height }]. Items smaller than a
 * pixel are left out.
 */
function squarify(items, { left, top, width, height }) {
  const total = items.reduce((sum, { size }) => sum + size, 0);
  if (total <= 0 || width <= 0 || height <= 0) return [];
  const scale = (width * height) / total;
  const tiles = [];
  let rest = { left, top, width, height };
  for (let start = 0; start < items.length; ) {
    const side = Math.min(rest.width, rest.height);
    const { end, area } = rowFrom(items, start, scale, side);
    if (side < 1 || area / side < 0.5) break;
    rest = layRow(tiles, items.slice(start, end), area, scale, rest);
    start = end;
  }
  return tiles;
}

/** The items from `start` on that make the best row along `side`: { end, area }. */
function rowFrom(items, start, scale, side) {
  let area = 0;
  let best = Infinity;
  let end = start;
  for (; end < items.length; end++) {
    const newArea = area + items[end].size * scale;
    const thickness = newArea / side;
    const worst = Math.max(
      ratio(items[start].size * scale, thickness),
      ratio(items[end].size * scale, thickness),
    );
    if (worst > best) break;
    best = worst;
    area = newArea;
  }
  return { end, area };
}

function ratio(area, thickness) {
  const length = area / thickness;
  return Math.max(length / thickness, thickness / length);
}

function layRow(tiles, row, area, scale, rest) {
  const isUpright = rest.width >= rest.height;
  const thickness = area / (isUpright ? rest.height : rest.width);
  let at = isUpright ? rest.top : rest.left;
  for (const item of row) {
    const length = (item.size * scale) / thickness;
    if (isUpright) tiles.push({ item, left: rest.left, top: at, width: thickness, height: length });
    else tiles.push({ item, left: at, top: rest.top, width: length, height: thickness });
    at += length;
  }
  return isUpright
    ? { ...rest, left: rest.left + thickness, width: rest.width - thickness }
    : { ...rest, top: rest.top + thickness, height: rest.height - thickness };
}

module.exports = { squarify };
