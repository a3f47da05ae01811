'use strict';

// Exports as proxies that can be revoked: whatever the host gets of a module, also as a result, as a property or as a callback's
// argument, is a proxy, so that the host holds nothing of its context; after `revoke` each says so when it is used. An object has one
// proxy. What the host passes in arrives as it is, except its functions, which are called with proxies; errors leave as copies.

const { inspect } = require('node:util');
const { codedError } = require('../../util/errors.js');
const { copyOf } = require('./error-copy.js');

class Membrane {
  #owns;
  /** Object of the module, by its proxy, and by the shadow that is the proxy's target. */
  #inside = new WeakMap();
  #proxies = new WeakMap();
  /** Functions of the host and what the module gets for them, each by the other. */
  #callbacks = new WeakMap();
  #handler = this.#makeHandler();

  /** `owns` tells what belongs to the module. */
  constructor(owns) {
    this.#owns = owns;
  }

  /** What the host gets for a value of the module. */
  wrap(value) {
    if (!isObject(value)) return value;
    if (!this.#owns(value)) return this.#callbacks.get(value) ?? value;
    const known = this.#proxies.get(value);
    if (known !== undefined) return known;
    const shadow = this.#shadowOf(value);
    const proxy = new Proxy(shadow, this.#handler);
    this.#proxies.set(value, proxy);
    this.#inside.set(proxy, value).set(shadow, value);
    return proxy;
  }

  /** Lets go of the module. */
  revoke() {
    this.#inside = new WeakMap();
    this.#proxies = new WeakMap();
    this.#callbacks = new WeakMap();
    this.#owns = () => false;
  }

  /** What the module gets for a value of the host. */
  #unwrap(value) {
    const inside = isObject(value) ? this.#inside.get(value) : undefined;
    if (inside !== undefined) return inside;
    return typeof value === 'function' ? this.#callback(value) : value;
  }

  #callback(hostFunction) {
    let callback = this.#callbacks.get(hostFunction);
    if (callback === undefined) {
      const membrane = this;
      callback = function (...values) {
        const wrapped = values.map((value) => membrane.wrap(value));
        const result = new.target
          ? Reflect.construct(hostFunction, wrapped)
          : Reflect.apply(hostFunction, membrane.wrap(this), wrapped);
        return membrane.#unwrap(result);
      };
      this.#callbacks.set(hostFunction, callback).set(callback, hostFunction);
    }
    return callback;
  }

  /** An object of the same kind without properties that proxies must be true to. */
  #shadowOf(value) {
    const shadow =
      typeof value === 'function' ? Function.prototype.bind.call(class {}) : Array.isArray(value) ? [] : {};
    const membrane = this;
    Object.defineProperty(shadow, inspect.custom, {
      configurable: true,
      value(_depth, options, show) {
        const inside = membrane.#inside.get(shadow);
        return inside === undefined ? '[of a disposed sandbox]' : show(inside, options);
      },
    });
    return shadow;
  }

  #open(shadow) {
    const inside = this.#inside.get(shadow);
    if (inside !== undefined) return inside;
    const message = 'this is a part of a module whose sandbox was disposed of: let go of it';
    throw codedError('ERR_GC_TRACKER_SANDBOX_DISPOSED', message);
  }

  #makeHandler() {
    const open = (shadow) => this.#open(shadow);
    const wrap = (value) => this.wrap(value);
    const unwrap = (value) => this.#unwrap(value);
    /** Of what the module runs: its result, or its error. */
    const told = (run) => {
      try {
        return wrap(run());
      } catch (error) {
        throw isObject(error) && this.#owns(error) ? copyOf(error) : error;
      }
    };
    return {
      get: (shadow, key) => told(() => Reflect.get(open(shadow), key)),
      set: (shadow, key, value) => told(() => Reflect.set(open(shadow), key, unwrap(value))),
      has: (shadow, key) => Reflect.has(open(shadow), key),
      deleteProperty: (shadow, key) => Reflect.deleteProperty(open(shadow), key),
      ownKeys: (shadow) => Reflect.ownKeys(open(shadow)),
      getPrototypeOf: (shadow) => wrap(Reflect.getPrototypeOf(open(shadow))),
      setPrototypeOf: (shadow, prototype) => Reflect.setPrototypeOf(open(shadow), unwrap(prototype)),
      isExtensible: () => true,
      preventExtensions: () => false,
      getOwnPropertyDescriptor: (shadow, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(open(shadow), key);
        if (descriptor === undefined) return undefined;
        // Of an array the shadow has a length that cannot be configured either.
        const isLength = key === 'length' && Array.isArray(shadow);
        return { ...mapped(descriptor, wrap), configurable: !isLength };
      },
      defineProperty: (shadow, key, descriptor) =>
        Reflect.defineProperty(open(shadow), key, { ...mapped(descriptor, unwrap), configurable: true }),
      apply: (shadow, self, values) =>
        told(() => Reflect.apply(open(shadow), unwrap(self), values.map(unwrap))),
      construct: (shadow, values, made) => {
        const inside = open(shadow);
        return told(() => Reflect.construct(inside, values.map(unwrap), this.#inside.get(made) ?? inside));
      },
    };
  }
}

function mapped(descriptor, map) {
  const result = { ...descriptor };
  for (const key of ['value', 'get', 'set']) if (key in result) result[key] = map(result[key]);
  return result;
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

module.exports = { Membrane };
