'use strict';

// A snapshot with a cache of its answers, since many paths pass through the same nodes. `live` is an open Inspector of the
// process that the snapshot was taken of, or null: it knows the names of variables.

const { placeOf } = require('./places.js');
const { originalPlace } = require('../util/source-maps.js');

class View {
  #snapshot;
  #answers = new Map();
  /** Files by script. */
  #scripts = new Map();

  constructor(snapshot, live = null) {
    this.#snapshot = snapshot;
    this.live = live;
  }

  node(id) {
    return this.#once(`node ${id}`, () => this.#snapshot.node(id));
  }

  /** Puts a node into the cache. */
  know(node) {
    this.#answers.set(`node ${node.id}`, Promise.resolve(node));
  }

  find(wanted) {
    return this.#snapshot.find(wanted);
  }

  edges(id) {
    return this.#once(`edges ${id}`, () => this.#snapshot.edges(id));
  }

  /** The target of the edge with that name. Cached by name, since hash tables are queried for many keys. */
  async target(id, name) {
    const targets = await this.#once(`targets ${id}`, async () => {
      return new Map((await this.edges(id)).map(({ edge, node }) => [String(edge.name), node]));
    });
    return targets.get(name);
  }

  dominators(id) {
    return this.#once(`dominators ${id}`, () => this.#snapshot.dominators(id));
  }

  retainers(id, top = 100) {
    return this.#once(`retainers ${id} ${top}`, () => this.#snapshot.retainers(id, { top }));
  }

  /** In a running process, ties between shortest paths are broken by name, so that each run reports the same path. */
  retainingPaths(id, max) {
    return this.#once(`paths ${id} ${max}`, () =>
      this.#snapshot.retainingPath(id, { max, byName: this.live !== null }),
    );
  }

  /** The place of a function or class in the running code, or null; see places.js. */
  placeOf(node) {
    return placeOf(this, node, this.#scripts);
  }

  /** The same place in the source, if the running process can map it. */
  original(place) {
    return place === null || this.live === null ? place : originalPlace(place);
  }

  /**
   * Node.js's `require.cache`: the file of each Module in it, by the Module's id. Null if the snapshot does not show the cache.
   */
  requireCache() {
    return this.#once('requireCache', () => this.#requireCache());
  }

  /** The scripts of a file, at most two. */
  scripts(file) {
    return this.#once(`scripts ${file}`, () => this.#snapshot.find({ type: 'code', name: file, top: 2 }));
  }

  /** Whether a native context is the realm of the program itself, not a vm context. */
  async isHome(context) {
    const home = await this.#once('home', () => this.#home());
    return context.id === home;
  }

  /** Whether the snapshot is of Node.js, and not of a browser. */
  isNode() {
    return this.#once('isNode', async () => {
      if (this.live !== null) return true;
      return (
        (await this.#snapshot.find({ type: 'synthetic', name: 'Node / Environment', top: 1 })).length > 0
      );
    });
  }

  /** The realm nearest to the roots. While their code runs others are as near, but only the program's has a strong handle. */
  async #home() {
    // With the type fewer names are compared.
    const wanted = { type: 'hidden', name: 'system / NativeContext', top: 1000 };
    const contexts = await this.#snapshot.find(wanted);
    const distance = Math.min(...contexts.map(distanceOf));
    const nearest = contexts.filter((context) => distanceOf(context) === distance);
    if (nearest.length < 2) return nearest[0]?.id;
    const [handles] = await this.#snapshot.find({ type: 'synthetic', name: '(Global handles)', top: 1 });
    const held = handles === undefined ? [] : await this.edges(handles.id);
    const ids = new Set(held.filter(({ edge }) => edge.type !== 'weak').map(({ node }) => node.id));
    return (nearest.find(({ id }) => ids.has(id)) ?? nearest[0]).id;
  }

  async #requireCache() {
    for (const loader of await this.#snapshot.find({ type: 'closure', name: 'Module', top: 1000 })) {
      const cache = await this.target(loader.id, '_cache');
      const place = cache === undefined ? null : await this.placeOf(loader);
      if (!place?.file.startsWith('node:')) continue;
      // A program may put a proxy in its place.
      const table = cache.name === 'system / JSProxy' ? await this.target(cache.id, '1') : cache;
      const entries = (await this.edges(table?.id ?? cache.id)).filter(
        ({ edge }) => edge.type === 'property',
      );
      return new Map(entries.map(({ edge, node }) => [node.id, edge.name]));
    }
    return null;
  }

  #once(question, ask) {
    let answer = this.#answers.get(question);
    if (answer === undefined) {
      answer = ask();
      this.#answers.set(question, answer);
    }
    return answer;
  }
}

function distanceOf({ distance }) {
  return distance ?? Infinity;
}

module.exports = { View };
