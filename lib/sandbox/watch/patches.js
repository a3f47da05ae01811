'use strict';

// Properties of a module that are replaced while it is watched, and put back.

class Patches {
  /** { object, key, ours, before }: of each property that was replaced. */
  #replaced = [];

  /** Replaces a function by `wrap(function)`; false if there is none that can be replaced. */
  wrap(object, key, wrap) {
    const before = Object.getOwnPropertyDescriptor(object, key);
    if (typeof before?.value !== 'function' || !(before.writable || before.configurable)) return false;
    return this.#replace(object, key, before, { ...before, value: wrap(before.value) });
  }

  /**
   * The same for a function that the module itself replaces later: old Emscripten glue puts a function that binds
   * itself at its first call. `wrap` gets a function that returns the one which is there now.
   */
  wrapLate(object, key, wrap) {
    const before = Object.getOwnPropertyDescriptor(object, key);
    if (typeof before?.value !== 'function' || !before.configurable) return false;
    const now = { ...before };
    const ours = wrap(() => now.value);
    const accessor = {
      get: () => ours,
      set: (value) => {
        now.value = value;
      },
      enumerable: before.enumerable,
      configurable: true,
    };
    return this.#replace(object, key, now, accessor);
  }

  #replace(object, key, before, ours) {
    Object.defineProperty(object, key, ours);
    this.#replaced.push({ object, key, before, ours });
    return true;
  }

  /** Puts back what nobody else has replaced since. */
  undo() {
    for (const { object, key, before, ours } of this.#replaced.splice(0).reverse()) {
      const now = Object.getOwnPropertyDescriptor(object, key);
      if (now !== undefined && now.value === ours.value && now.get === ours.get) {
        Object.defineProperty(object, key, before);
      }
    }
  }
}

module.exports = { Patches };
