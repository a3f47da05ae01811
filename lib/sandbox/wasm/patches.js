'use strict';

// Replaces properties of a module while it is watched, and restores them.

class Patches {
  /** { object, key, ours, before } for each property that was replaced. */
  #replaced = new Set();

  /** Replaces a function, or a getter, by `make(function, restore)`. Returns false if there is none to replace. */
  wrap(object, key, make) {
    const before = Object.getOwnPropertyDescriptor(object, key);
    if (before === undefined || !(before.writable || before.configurable)) return false;
    const part = before.get === undefined ? 'value' : 'get';
    if (typeof before[part] !== 'function') return false;
    const patch = { object, key, before, ours: before };
    patch.ours = { ...before, [part]: make(before[part], () => this.#restore(patch)) };
    return this.#replace(patch);
  }

  /**
   * The same for a function that the module itself may replace later: in old Emscripten glue, a function replaces itself at
   * its first call. `make` gets a function that returns the current one.
   */
  wrapLate(object, key, make) {
    const before = Object.getOwnPropertyDescriptor(object, key);
    if (typeof before?.value !== 'function' || !before.configurable) return false;
    const current = { ...before };
    const ours = make(() => current.value);
    const accessor = {
      get: () => ours,
      set: (value) => {
        current.value = value;
      },
      enumerable: before.enumerable,
      configurable: true,
    };
    return this.#replace({ object, key, before: current, ours: accessor });
  }

  #replace(patch) {
    Object.defineProperty(patch.object, patch.key, patch.ours);
    this.#replaced.add(patch);
    return true;
  }

  /** Restores all properties that nobody else has replaced since. */
  restore() {
    for (const patch of [...this.#replaced].reverse()) this.#restore(patch);
  }

  #restore(patch) {
    if (!this.#replaced.delete(patch)) return;
    const { object, key, before, ours } = patch;
    const current = Object.getOwnPropertyDescriptor(object, key);
    if (current?.value === ours.value && current?.get === ours.get)
      Object.defineProperty(object, key, before);
  }
}

module.exports = { Patches };
