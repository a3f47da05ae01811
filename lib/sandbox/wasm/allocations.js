'use strict';

// Watches memory that JavaScript allocates by `_malloc`, `_calloc` and `_realloc` of a module object and has not freed by
// `_free`. Allocations of the glue and of the module itself do not use these functions.

const { Patches } = require('./patches.js');
const { CallSites } = require('./call-sites.js');

class Allocations {
  #callSites = new CallSites();
  #stacks;
  #patches = new Patches();
  /** { group, bytes } by address. */
  #blocks = new Map();
  bytes = 0;
  watched = false;

  /** `stacks` is undefined if call sites are not recorded. */
  constructor(module, stacks) {
    this.#stacks = stacks;
    const wrap = (name, make) => this.#patches.wrapLate(module, name, make);
    const seesFree = wrap('_free', (original) => this.#free(original));
    // Without `_free`, all allocations would look outstanding.
    if (!seesFree) return;
    this.watched = wrap('_malloc', (original) => this.#malloc(original));
    wrap('_calloc', (original) => this.#calloc(original));
    wrap('_realloc', (original) => this.#realloc(original));
  }

  list() {
    return this.#callSites.list('bytes').map(({ count, bytes, stack }) => ({ count, bytes, stack }));
  }

  /** Stops watching. Programs may have kept our functions, which count nothing from now on. */
  stop() {
    this.watched = false;
    this.#patches.restore();
    this.#blocks.clear();
    this.#callSites = new CallSites();
    this.bytes = 0;
  }

  #malloc(original) {
    const allocations = this;
    return function malloc(...parameters) {
      const address = Reflect.apply(original(), this, parameters);
      allocations.#add(address, Number(parameters[0]), malloc);
      return address;
    };
  }

  #calloc(original) {
    const allocations = this;
    return function calloc(...parameters) {
      const address = Reflect.apply(original(), this, parameters);
      const [length, size] = parameters;
      allocations.#add(address, Number(length) * Number(size), calloc);
      return address;
    };
  }

  #realloc(original) {
    const allocations = this;
    return function realloc(...parameters) {
      const address = Reflect.apply(original(), this, parameters);
      const [before, size] = parameters;
      // Address 0 means failure, and the old block stays, unless the size 0 asked to free it.
      if (address || Number(size) === 0) allocations.#remove(before);
      allocations.#add(address, Number(size), realloc);
      return address;
    };
  }

  #free(original) {
    const allocations = this;
    return function free(...parameters) {
      allocations.#remove(parameters[0]);
      return Reflect.apply(original(), this, parameters);
    };
  }

  #add(address, bytes, callee) {
    if (!address || !this.watched) return;
    // The module itself may have freed the block at this address.
    this.#remove(address);
    const stack = this.#stacks?.capture(callee, false) ?? null;
    const group = this.#callSites.group('', {}, stack);
    group.count++;
    group.bytes += bytes;
    this.bytes += bytes;
    this.#blocks.set(address, { group, bytes });
  }

  #remove(address) {
    const block = this.#blocks.get(address);
    if (block === undefined) return;
    this.#blocks.delete(address);
    this.bytes -= block.bytes;
    this.#callSites.remove(block.group, block.bytes);
  }
}

module.exports = { Allocations };
