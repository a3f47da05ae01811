'use strict';

// Properties of a module that are replaced while it is watched, and put back.

class Patches {
  /** { object, key, ours, before }: of each property that was replaced. */
  #replaced = new Set();

  /** Replaces a function, or a getter, by `make(function, undo)`; false if there is none that can be replaced. */
  wrap(object, key, make) {
    const before = Object.getOwnPropertyDescriptor(object, key);
    if (before === undefined || !(before.writable || before.configurable)) return false;
    const part = before.get === undefined ? 'value' : 'get';
    if (typeof before[part] !== 'function') return false;
    const one = { object, key, before, ours: before };
    one.ours = { ...before, [part]: make(before[part], () => this.#undo(one)) };
    return this.#replace(one);
  }

  /**
   * The same for a function that the module itself replaces later: old Emscripten glue puts a function that binds
   * itself at its first call. `make` gets a function that returns the one which is there now.
   */
  wrapLate(object, key, make) {
    const before = Object.getOwnPropertyDescriptor(object, key);
    if (typeof before?.value !== 'function' || !before.configurable) return false;
    const now = { ...before };
    const ours = make(() => now.value);
    const accessor = {
      get: () => ours,
      set: (value) => {
        now.value = value;
      },
      enumerable: before.enumerable,
      configurable: true,
    };
    return this.#replace({ object, key, before: now, ours: accessor });
  }

  #replace(one) {
    Object.defineProperty(one.object, one.key, one.ours);
    this.#replaced.add(one);
    return true;
  }

  /** Puts back what nobody else has replaced since. */
  undo() {
    for (const one of [...this.#replaced].reverse()) this.#undo(one);
  }

  #undo(one) {
    if (!this.#replaced.delete(one)) return;
    const { object, key, before, ours } = one;
    const now = Object.getOwnPropertyDescriptor(object, key);
    if (now?.value === ours.value && now?.get === ours.get) Object.defineProperty(object, key, before);
  }
}

module.exports = { Patches };
