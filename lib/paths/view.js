'use strict';

// What reading paths asks of a snapshot, remembered: many paths pass through the same nodes. `live` is an open
// Inspector of the process that the snapshot is of, or null: it knows the names of variables.

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

  /** A node that was answered already. */
  know(node) {
    this.#answers.set(`node ${node.id}`, Promise.resolve(node));
  }

  edges(id) {
    return this.#once(`edges ${id}`, () => this.#snapshot.edges(id));
  }

  /** What an edge of that name leads to. Hash tables are asked for one key after the other. */
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

  /** In a file's, equal paths are as good as each other; from run to run they should be the same. */
  retainingPaths(id, max) {
    return this.#once(`paths ${id} ${max}`, () =>
      this.#snapshot.retainingPath(id, { max, byName: this.live !== null }),
    );
  }

  /** Where a function or class is written, as it runs, or null; see places.js. */
  placeOf(node) {
    return placeOf(this, node, this.#scripts);
  }

  /** The same place in the source, which the running process may know. */
  original(place) {
    return place === null || this.live === null ? place : originalPlace(place);
  }

  /** Whether a native context is the realm of the program itself, and no vm context that may come to an end. */
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

  /** The nearest realm. Others are as near while their code runs, but only the program itself has a strong handle. */
  async #home() {
    // The type saves looking at all names.
    const wanted = { type: 'hidden', name: 'system / NativeContext', top: 1000 };
    const contexts = await this.#snapshot.find(wanted);
    const least = Math.min(...contexts.map(distanceOf));
    const nearest = contexts.filter((context) => distanceOf(context) === least);
    if (nearest.length < 2) return nearest[0]?.id;
    const [handles] = await this.#snapshot.find({ type: 'synthetic', name: '(Global handles)', top: 1 });
    const held = handles === undefined ? [] : await this.edges(handles.id);
    const ids = new Set(held.filter(({ edge }) => edge.type !== 'weak').map(({ node }) => node.id));
    return (nearest.find(({ id }) => ids.has(id)) ?? nearest[0]).id;
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
