'use strict';

// Which tile comes next in a direction: of those whose middle lies there, the nearest one, going astray sideways counting
// double. A tile's middle is that of its header if other tiles lie in it.

const HEADER = 20;

/** `tiles` have a `box` { left, top, width, height }; the direction is ArrowLeft, ArrowRight, ArrowUp or ArrowDown. */
function neighbour(tiles, from, direction) {
  const [x, y] = middle(from);
  let best;
  let least = Infinity;
  for (const tile of tiles) {
    if (tile === from) continue;
    const [otherX, otherY] = middle(tile);
    const [right, down] = [otherX - x, otherY - y];
    const [along, aside] = {
      ArrowLeft: [-right, down],
      ArrowRight: [right, down],
      ArrowUp: [-down, right],
      ArrowDown: [down, right],
    }[direction];
    if (along <= 0) continue;
    const far = along + 2 * Math.abs(aside);
    if (far < least) [best, least] = [tile, far];
  }
  return best;
}

function middle({ box: { left, top, width, height }, button }) {
  const isOpen = button?.classList.contains('open') ?? false;
  return [left + width / 2, top + (isOpen ? HEADER / 2 : height / 2)];
}

module.exports = { neighbour };
