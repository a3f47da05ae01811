'use strict';

// The smaller, more varied part of the generated heap: caches, logs, documents, trees, waiting jobs, buffers, compiled
// code. `size` is about the number of objects in each part. Doubly linked lists are short: v8-heap-parser visits the
// whole graph once for each link of the longest list, so that long ones alone would decide its ratio.

const { EventEmitter } = require('node:events');

class CacheEntry {
  constructor(key, value, previous) {
    this.key = key;
    this.value = value;
    this.previous = previous;
    this.next = undefined;
  }
}

/** A cache that remembers the order of use: a Map into a doubly linked list. */
class Cache {
  constructor(random, size) {
    this.entries = new Map();
    this.newest = undefined;
    for (let count = 0; count < size; count++) {
      const entry = new CacheEntry(
        random.hex(10),
        { body: random.text(random.skewed(5, 1600)) },
        this.newest,
      );
      if (this.newest !== undefined) this.newest.next = entry;
      this.newest = entry;
      this.entries.set(entry.key, entry);
    }
  }
}

class TreeNode {
  constructor(key) {
    this.key = key;
    this.left = null;
    this.right = null;
  }
}

function searchTree(random, size) {
  const root = new TreeNode(0.5);
  for (let count = 1; count < size; count++) {
    const node = new TreeNode(random.next());
    let at = root;
    while (true) {
      const side = node.key < at.key ? 'left' : 'right';
      if (at[side] === null) {
        at[side] = node;
        break;
      }
      at = at[side];
    }
  }
  return root;
}

class Link {
  constructor(value, next) {
    this.value = value;
    this.next = next;
  }
}

/** A singly linked list: the deep part of the graph. */
function linkedList(random, size) {
  let head;
  for (let count = 0; count < size; count++) head = new Link({ n: random.below(1e9) }, head);
  return head;
}

/** Lines cut out of a large text (sliced strings) and lines put together (cons strings). */
class Log {
  constructor(random, size) {
    const text = random.text(60_000);
    this.lines = [];
    for (let count = 0; count < size; count++) {
      const from = random.below(59_000);
      this.lines.push(
        random.chance(0.5)
          ? text.slice(from, from + random.skewed(14, 200))
          : `${random.word(6)}: ${this.lines[random.below(count)] ?? 'start'}`,
      );
    }
  }
}

/** The shapes of documents: lists of property names, some of which hold a document again. */
function makeSchemas(random) {
  return Array.from({ length: 400 }, () => {
    const names = Array.from({ length: 1 + random.below(8) }, () => random.word());
    return names.map((name) => ({ name, nested: random.chance(0.3) }));
  });
}

/** Nested documents, as parsed from JSON: many hidden classes, some dictionaries. */
function documents(random, size, schemas) {
  const make = (depth) => {
    const document = {};
    for (const { name, nested } of random.pick(schemas)) {
      document[name] = nested && depth > 0 ? make(depth - 1) : leaf(random);
    }
    if (random.chance(0.02)) delete document[Object.keys(document)[0]];
    return document;
  };
  return Array.from({ length: Math.ceil(size / 3) }, () => make(3));
}

function leaf(random) {
  switch (random.below(8)) {
    case 0:
      return random.next() * 1e6;
    case 1:
      return random.text(random.skewed(4, 120));
    case 2:
      return Array.from({ length: random.below(10) }, () => random.below(1000));
    case 3:
      return Array.from({ length: random.below(6) }, () => random.word());
    case 4:
      return BigInt(random.below(1e9)) ** 3n;
    case 5:
      return null;
    default:
      return random.below(1e6);
  }
}

/** Promises that wait, with reactions, and async functions that stand at an await. */
class Jobs {
  constructor(random, size) {
    this.resolvers = [];
    this.results = [];
    for (let count = 0; count < size; count++) {
      const id = random.hex(8);
      const gate = new Promise((resolve) => this.resolvers.push(resolve));
      this.results.push(random.chance(0.5) ? gate.then((value) => [id, value]) : this.run(id, gate));
    }
  }

  async run(id, gate) {
    const state = { id, tries: 0 };
    const value = await gate;
    state.tries++;
    return { state, value };
  }
}

class Channel extends EventEmitter {
  constructor(random) {
    super();
    this.topic = random.word(4);
    for (let count = 1 + random.below(3); count > 0; count--) {
      const seen = [];
      this.on(random.pick(['message', 'close', 'error']), (message) => seen.push(message));
    }
  }
}

/** Buffers of their own memory, views on shared memory, regular expressions, symbols, errors, iterators. */
function oddments(random, size) {
  return Array.from({ length: size }, (_, index) => {
    switch (index % 8) {
      case 0:
        return Buffer.alloc(random.skewed(16, 4096));
      case 1:
        return Buffer.from(random.hex(20));
      case 2:
        return new Float64Array(random.skewed(1, 64));
      case 3:
        return new RegExp(`^${random.word()}[0-9]+$`);
      case 4:
        return Symbol(random.word());
      case 5:
        return new RangeError(random.text(20));
      case 6:
        return new Map([[random.word(), new Set([index])]]).entries();
      default:
        return new Proxy({ index }, {});
    }
  });
}

/** Functions compiled one by one: code, scope infos, feedback. */
function compiled(random, size) {
  return Array.from({ length: size }, () => {
    const name = random.word(4);
    const source = `return function ${name}(a) { const ${random.word(5)} = a + ${random.below(100)}; return () => a; }`;
    const make = new Function(source)();
    return [make, make(1)];
  });
}

class Services {
  constructor(random, size, schemas) {
    this.caches = Array.from({ length: Math.ceil(size / 64) }, () => new Cache(random, 64));
    this.tree = searchTree(random, size);
    this.list = linkedList(random, size);
    this.log = new Log(random, size);
    this.documents = documents(random, size, schemas);
    this.jobs = new Jobs(random, size >> 2);
    this.channels = Array.from({ length: size >> 3 }, () => new Channel(random));
    this.oddments = oddments(random, size >> 2);
    this.functions = compiled(random, size >> 5);
    this.matrix = Array.from({ length: size >> 6 }, () => Array.from({ length: 100 }, () => random.next()));
  }

  /** An object far from every root: in the midst of the linked list. */
  deepObject() {
    let link = this.list;
    for (let count = 0; count < 200; count++) link = link.next;
    return link.value;
  }
}

module.exports = { Services, makeSchemas };
