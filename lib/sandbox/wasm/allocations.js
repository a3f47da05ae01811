'use strict';

// Memory that JavaScript allocates in a module by `_malloc`, `_calloc` and `_realloc` of the module object, and has not
// given back by `_free`. What the glue and the module allocate for themselves does not pass here.

const { Patches } = require('./patches.js');
const { CallSites } = require('./call-sites.js');

class Allocations {
  #callSites = new CallSites();
  #stacks;
  #patches = new Patches();
  /** By address: { group, bytes }. */
  #blocks = new Map();
  bytes = 0;
  watched = false;

  /** `stacks` is undefined if no stacks are wanted. */
  constructor(module, stacks) {
    this.#stacks = stacks;
    const wrap = (name, make) => this.#patches.wrapLate(module, name, make);
    const freed = wrap('_free', (original) => this.#free(original));
    // What is never freed that one can see would all be outstanding.
    if (!freed) return;
    this.watched = wrap('_malloc', (original) => this.#malloc(original));
    wrap('_calloc', (original) => this.#calloc(original));
    wrap('_realloc', (original) => this.#realloc(original));
  }

  list() {
    return this.#callSites.list('bytes').map(({ count, bytes, stack }) => ({ count, bytes, stack }));
  }

  /** Programs may have kept functions of ours: they count nothing more. */
  stop() {
    this.watched = false;
    this.#patches.undo();
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
      // An address of 0 is a failure, and the old block is still there; unless it was to be freed.
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
    // The module itself may have freed what was there.
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
