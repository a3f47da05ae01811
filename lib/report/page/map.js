'use strict';

// The map: a treemap of retained size by dominator, with zoom. Tiles are buttons: Enter or a click zooms in, Escape zooms
// out, the arrow keys move to the next tile in their direction.

const { h, moveTo, onWidth } = require('./dom.js');
const { nextTile } = require('./next-tile.js');
const { card, pathList } = require('./components.js');
const { squarify } = require('./squarify.js');
const { bytes, count, plural, share } = require('../../util/numbers.js');

/** How many levels of nested tiles are drawn. */
const MAX_DEPTH = 3;
const HEADER_HEIGHT = 20;
/** A tile shows nested tiles only if it is larger than this, in pixels. */
const MIN_OPEN = { width: 56, height: 46 };
/** A header shows its size in bytes only if it is wider than this. */
const MIN_SIZE_WIDTH = 110;
/** A tile has text only if it is larger than this. */
const MIN_TEXT = { width: 34, height: 16 };
/** A smaller tile is not drawn: it could not be clicked. */
const MIN_TILE = 5;
const KINDS = {
  object: 'Objects',
  function: 'Functions',
  scope: 'Variables of functions',
  string: 'Strings',
  code: 'Code',
  native: 'Native',
  internal: 'V8 internals',
};

class HeapMap {
  #rows;
  /** The row that fills the area. */
  #zoomed;
  #tiles = [];
  #area = h('div.map', { role: 'group', onkeydown: (event) => this.#handleKey(event) });
  #crumbs = h('ol.crumbs', null);
  #detail = h('div.detail', null);
  /** The row whose details are shown. */
  #shown;
  #width = 0;

  constructor(rows) {
    this.#rows = rows;
    for (const row of rows) row.parts = [];
    for (const row of rows) row.parent === null || rows[row.parent].parts.push(row);
    for (const row of rows) row.parts.sort((a, b) => b.size - a.size);
    this.#zoomed = rows[0];
    const kinds = Object.keys(KINDS).filter((kind) => rows.some((row) => row.kind === kind));
    this.element = card(
      'map',
      'Map of retained size',
      h(
        'p.muted',
        null,
        'Each tile is as large as what would be freed with the object; it lies in the tile of the object that holds it alone (its dominator). A click or Enter zooms in, Escape zooms out, the arrow keys go from tile to tile.',
      ),
      h('nav', { 'aria-label': 'Where the map is' }, this.#crumbs),
      this.#area,
      h(
        'ul.kinds',
        null,
        kinds.map((kind) => h('li', null, h(`span.swatch.kind-${kind}`), KINDS[kind])),
      ),
      this.#detail,
    );
    this.#showDetail(this.#zoomed);
    onWidth(this.#area, (width) => {
      this.#width = width;
      this.#draw();
    });
  }

  #zoom(row) {
    const from = this.#zoomed;
    this.#zoomed = row;
    this.#draw();
    this.#showDetail(row);
    const back = this.#tiles.find(({ row: other }) => other === from) ?? this.#tiles[0];
    if (back !== undefined) this.#focus(back);
  }

  #draw() {
    const height = Math.max(300, Math.min(560, Math.round(this.#width * 0.55)));
    this.#area.style.height = `${height}px`;
    this.#tiles = [];
    this.#layOut(this.#zoomed, { left: 0, top: 0, width: this.#width, height }, 1);
    for (const [index, tile] of this.#tiles.entries()) tile.button.tabIndex = index === 0 ? 0 : -1;
    this.#area.replaceChildren(...this.#tiles.map(({ button }) => button));
    this.#area.setAttribute(
      'aria-label',
      `What ${this.#name(this.#zoomed)} retains, ${bytes(this.#zoomed.size)}`,
    );
    this.#drawCrumbs();
  }

  #layOut(row, area, depth) {
    for (const { item, ...box } of squarify(row.parts, area)) {
      if (box.width < MIN_TILE || box.height < MIN_TILE) continue;
      const isOpen =
        depth < MAX_DEPTH &&
        item.parts.length > 0 &&
        box.width > MIN_OPEN.width &&
        box.height > MIN_OPEN.height;
      this.#tiles.push({ row: item, box, depth, button: this.#tile(item, box, depth, isOpen) });
      if (!isOpen) continue;
      const inside = {
        left: box.left + 3,
        top: box.top + HEADER_HEIGHT,
        width: box.width - 6,
        height: box.height - HEADER_HEIGHT - 3,
      };
      // The shallow size of the object itself stays free.
      inside.height *= item.parts.reduce((sum, { size }) => sum + size, 0) / item.size;
      this.#layOut(item, inside, depth + 1);
    }
  }

  #tile(row, { left, top, width, height }, depth, isOpen) {
    const name = this.#name(row);
    const hasText = width > MIN_TEXT.width && height > MIN_TEXT.height;
    const isTall = !isOpen && height > 2 * MIN_TEXT.height;
    const size = h('span.bytes', null, bytes(row.size));
    const button = h(
      [
        'button.tile',
        `kind-${row.kind}`,
        `depth-${depth}`,
        isOpen && 'open',
        row.count > 1 && 'many',
        !hasText && 'bare',
      ]
        .filter(Boolean)
        .join('.'),
      {
        type: 'button',
        title: this.#description(row),
        'aria-label': `${this.#description(row)}${row.parts.length > 0 ? `, ${plural(row.parts.length, 'part')} in it` : ''}`,
        onclick: () => this.#choose(row),
        onfocus: () => this.#showDetail(row),
        onpointermove: () => row !== this.#shown && this.#showDetail(row),
      },
      hasText ? h('span.name', null, name) : null,
      hasText && (isTall || (isOpen && width > MIN_SIZE_WIDTH)) ? size : null,
    );
    moveTo(button, left, top, Math.max(1, width - 1), Math.max(1, height - 1));
    return button;
  }

  #choose(row) {
    if (row.parts.length > 0) this.#zoom(row);
    else this.#showDetail(row);
  }

  #name({ ref, what, count: number }) {
    if (number > 1) return `${count(number)} × ${what}`;
    return ref === '' ? what : `${ref.replace(/^\.|^variable /, '')}  ${what}`;
  }

  #description(row) {
    const all = this.#rows[0].size;
    const id = row.id === null ? '' : ` @${row.id}`;
    return `${this.#name(row)}${id}, ${bytes(row.size)}, ${share(row.size, all)} of the heap`;
  }

  #showDetail(row) {
    this.#shown = row;
    const hasPath = row.path !== undefined && row.path !== null;
    this.#detail.replaceChildren(
      h('div.told', null, h('b', null, this.#description(row))),
      hasPath ? pathList(row.path) : this.#dominatorChain(row),
    );
  }

  /** For a row without a path: the chain of its dominators. */
  #dominatorChain(row) {
    if (row.parent === null) {
      return h('p.muted', null, 'Point at a tile, or choose one, to see what it is and why it is alive.');
    }
    const names = [];
    for (let above = row; above.parent !== null; above = this.#rows[above.parent])
      names.unshift(this.#name(above));
    return h('p.muted', null, names.join(' › '));
  }

  #drawCrumbs() {
    const chain = [];
    for (let row = this.#zoomed; row !== undefined; row = this.#rows[row.parent]) chain.unshift(row);
    this.#crumbs.replaceChildren(
      ...chain.map((row, index) => {
        const isLast = index === chain.length - 1;
        const attributes = {
          type: 'button',
          onclick: () => this.#zoom(row),
          'aria-current': isLast && 'true',
        };
        return h('li', null, h('button.crumb', attributes, `${this.#name(row)}  ${bytes(row.size)}`));
      }),
    );
  }

  #handleKey(event) {
    const now = this.#tiles.find(({ button }) => button === event.target);
    if (event.key === 'Escape' || event.key === 'Backspace') {
      if (this.#zoomed.parent === null) return;
      event.preventDefault();
      this.#zoom(this.#rows[this.#zoomed.parent]);
      return;
    }
    if (now === undefined || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const next = nextTile(this.#tiles, now, event.key);
    if (next !== undefined) this.#focus(next);
  }

  #focus(tile) {
    for (const { button } of this.#tiles) button.tabIndex = -1;
    tile.button.tabIndex = 0;
    tile.button.focus();
  }
}

module.exports = { HeapMap };
