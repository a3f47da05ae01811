'use strict';

// The map: a treemap of retained size by dominator, into which one can zoom. Tiles are buttons: Enter and a click
// zoom in, Escape out, the arrow keys go to the next tile in that direction.

const { h, moveTo, onWidth } = require('./dom.js');
const { neighbour } = require('./neighbour.js');
const { card, pathList } = require('./parts.js');
const { squarify } = require('./squarify.js');
const { bytes, count, plural, share } = require('../../util/numbers.js');

/** Levels that are drawn one in the other. */
const DEPTH = 3;
const HEADER = 20;
/** A tile that has no room for the tiles in it. */
const LEAST = { width: 56, height: 46 };
/** From this width on a header has room for its size. */
const OPEN = 110;
const TEXT = { width: 34, height: 16 };
/** What is too small to be hit. */
const SMALLEST = 5;
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
  #at;
  #tiles = [];
  #area = h('div.map', { role: 'group', onkeydown: (event) => this.#key(event) });
  #crumbs = h('ol.crumbs', null);
  #detail = h('div.detail', null);
  #told;
  #width = 0;

  constructor(rows) {
    this.#rows = rows;
    for (const row of rows) row.parts = [];
    for (const row of rows) row.parent === null || rows[row.parent].parts.push(row);
    for (const row of rows) row.parts.sort((a, b) => b.size - a.size);
    this.#at = rows[0];
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
    this.#tell(this.#at);
    onWidth(this.#area, (width) => {
      this.#width = width;
      this.#draw();
    });
  }

  #zoom(row) {
    const from = this.#at;
    this.#at = row;
    this.#draw();
    this.#tell(row);
    const back = this.#tiles.find(({ row: other }) => other === from) ?? this.#tiles[0];
    if (back !== undefined) this.#focus(back);
  }

  #draw() {
    const height = Math.max(300, Math.min(560, Math.round(this.#width * 0.55)));
    this.#area.style.height = `${height}px`;
    this.#tiles = [];
    this.#layOut(this.#at, { left: 0, top: 0, width: this.#width, height }, 1);
    for (const [index, tile] of this.#tiles.entries()) tile.button.tabIndex = index === 0 ? 0 : -1;
    this.#area.replaceChildren(...this.#tiles.map(({ button }) => button));
    this.#area.setAttribute('aria-label', `What ${this.#name(this.#at)} retains, ${bytes(this.#at.size)}`);
    this.#drawCrumbs();
  }

  #layOut(row, area, depth) {
    for (const { item, ...box } of squarify(row.parts, area)) {
      if (box.width < SMALLEST || box.height < SMALLEST) continue;
      const isOpen =
        depth < DEPTH && item.parts.length > 0 && box.width > LEAST.width && box.height > LEAST.height;
      this.#tiles.push({ row: item, box, depth, button: this.#tile(item, box, depth, isOpen) });
      if (!isOpen) continue;
      const inside = {
        left: box.left + 3,
        top: box.top + HEADER,
        width: box.width - 6,
        height: box.height - HEADER - 3,
      };
      // What is the object's own stays free.
      inside.height *= item.parts.reduce((sum, { size }) => sum + size, 0) / item.size;
      this.#layOut(item, inside, depth + 1);
    }
  }

  #tile(row, { left, top, width, height }, depth, isOpen) {
    const name = this.#name(row);
    const hasText = width > TEXT.width && height > TEXT.height;
    const isTall = !isOpen && height > 2 * TEXT.height;
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
        title: this.#says(row),
        'aria-label': `${this.#says(row)}${row.parts.length > 0 ? `, ${plural(row.parts.length, 'part')} in it` : ''}`,
        onclick: () => this.#choose(row),
        onfocus: () => this.#tell(row),
        onpointermove: () => this.#point(row),
      },
      hasText ? h('span.name', null, name) : null,
      hasText && (isTall || (isOpen && width > OPEN)) ? size : null,
    );
    moveTo(button, left, top, Math.max(1, width - 1), Math.max(1, height - 1));
    return button;
  }

  #choose(row) {
    if (row.parts.length > 0) this.#zoom(row);
    else this.#tell(row);
  }

  #name({ ref, what, count: number }) {
    if (number > 1) return `${count(number)} × ${what}`;
    return ref === '' ? what : `${ref.replace(/^\.|^variable /, '')}  ${what}`;
  }

  #says(row) {
    const all = this.#rows[0].size;
    const id = row.id === null ? '' : ` @${row.id}`;
    return `${this.#name(row)}${id}, ${bytes(row.size)}, ${share(row.size, all)} of the heap`;
  }

  #point(row) {
    if (row !== this.#told) this.#tell(row);
  }

  #tell(row) {
    this.#told = row;
    const isTold = row.path !== undefined && row.path !== null;
    this.#detail.replaceChildren(
      h('div.told', null, h('b', null, this.#says(row))),
      isTold ? pathList(row.path) : this.#above(row),
    );
  }

  /** Without its path: what dominates it. */
  #above(row) {
    if (row.parent === null) {
      return h('p.muted', null, 'Point at a tile, or choose one, to see what it is and why it is alive.');
    }
    const names = [];
    for (let at = row; at.parent !== null; at = this.#rows[at.parent]) names.unshift(this.#name(at));
    return h('p.muted', null, names.join(' › '));
  }

  #drawCrumbs() {
    const chain = [];
    for (let row = this.#at; row !== undefined; row = this.#rows[row.parent]) chain.unshift(row);
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

  #key(event) {
    const now = this.#tiles.find(({ button }) => button === event.target);
    if (event.key === 'Escape' || event.key === 'Backspace') {
      if (this.#at.parent === null) return;
      event.preventDefault();
      this.#zoom(this.#rows[this.#at.parent]);
      return;
    }
    if (now === undefined || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const next = neighbour(this.#tiles, now, event.key);
    if (next !== undefined) this.#focus(next);
  }

  #focus(tile) {
    for (const { button } of this.#tiles) button.tabIndex = -1;
    tile.button.tabIndex = 0;
    tile.button.focus();
  }
}

module.exports = { HeapMap };
