'use strict';

// Finds the next tile for an arrow key: the nearest one whose middle lies in that direction, where sideways distance counts
// double. A tile with nested tiles has its middle in its header.

const HEADER_HEIGHT = 20;

/** Tiles have a `box` { left, top, width, height }. The direction is ArrowLeft, ArrowRight, ArrowUp or ArrowDown. */
function nextTile(tiles, from, direction) {
  const [x, y] = middle(from);
  let best;
  let minDistance = Infinity;
  for (const tile of tiles) {
    if (tile === from) continue;
    const [otherX, otherY] = middle(tile);
    const [right, down] = [otherX - x, otherY - y];
    const [along, sideways] = {
      ArrowLeft: [-right, down],
      ArrowRight: [right, down],
      ArrowUp: [-down, right],
      ArrowDown: [down, right],
    }[direction];
    if (along <= 0) continue;
    const distance = along + 2 * Math.abs(sideways);
    if (distance < minDistance) [best, minDistance] = [tile, distance];
  }
  return best;
}

function middle({ box: { left, top, width, height }, button }) {
  const isOpen = button?.classList.contains('open') ?? false;
  return [left + width / 2, top + (isOpen ? HEADER_HEIGHT / 2 : height / 2)];
}

module.exports = { nextTile };
