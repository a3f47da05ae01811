'use strict';

// A membrane between the host and a module. All objects that the host gets from the module (exports, properties, results,
// arguments of callbacks) are proxies, so that the host holds nothing of the module's context. After `revoke`, each use of a
// proxy throws. An object has one proxy. Values of the host pass unchanged, except functions, which are called with proxies.
// Errors of the module leave as copies.

const { inspect } = require('node:util');
const { codedError } = require('../../util/errors.js');
const { copyOf } = require('./error-copy.js');

class Membrane {
  #owns;
  /** The object of the module, by its proxy and by the shadow object that is the proxy's target. */
  #inside = new WeakMap();
  #proxies = new WeakMap();
  /** Functions of the host and the wrappers that the module gets for them, in both directions. */
  #callbacks = new WeakMap();
  #handler = this.#makeHandler();

  /** `owns` returns whether a value belongs to the module. */
  constructor(owns) {
    this.#owns = owns;
  }

  /** Converts a value of the module for the host. */
  wrap(value) {
    if (!isObject(value)) return value;
    if (!this.#owns(value)) return this.#callbacks.get(value) ?? value;
    const existing = this.#proxies.get(value);
    if (existing !== undefined) return existing;
    const shadow = this.#shadowOf(value);
    const proxy = new Proxy(shadow, this.#handler);
    this.#proxies.set(value, proxy);
    this.#inside.set(proxy, value).set(shadow, value);
    return proxy;
  }

  /** Releases the module. */
  revoke() {
    this.#inside = new WeakMap();
    this.#proxies = new WeakMap();
    this.#callbacks = new WeakMap();
    this.#owns = () => false;
  }

  /** Converts a value of the host for the module. */
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

  /** A target for the proxy: of the same kind, but without properties that would constrain the proxy. */
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
    const message = 'this belongs to a module whose sandbox was disposed: drop the reference to it';
    throw codedError('ERR_GC_TRACKER_SANDBOX_DISPOSED', message);
  }

  #makeHandler() {
    const open = (shadow) => this.#open(shadow);
    const wrap = (value) => this.wrap(value);
    const unwrap = (value) => this.#unwrap(value);
    /** Runs code of the module, and converts its result or error. */
    const guard = (action) => {
      try {
        return wrap(action());
      } catch (error) {
        throw isObject(error) && this.#owns(error) ? copyOf(error) : error;
      }
    };
    return {
      get: (shadow, key) => guard(() => Reflect.get(open(shadow), key)),
      set: (shadow, key, value) => guard(() => Reflect.set(open(shadow), key, unwrap(value))),
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
        // The length of an array is not configurable, in the shadow either.
        const isLength = key === 'length' && Array.isArray(shadow);
        return { ...mapped(descriptor, wrap), configurable: !isLength };
      },
      defineProperty: (shadow, key, descriptor) =>
        Reflect.defineProperty(open(shadow), key, { ...mapped(descriptor, unwrap), configurable: true }),
      apply: (shadow, self, values) =>
        guard(() => Reflect.apply(open(shadow), unwrap(self), values.map(unwrap))),
      construct: (shadow, values, newTarget) => {
        const inside = open(shadow);
        return guard(() =>
          Reflect.construct(inside, values.map(unwrap), this.#inside.get(newTarget) ?? inside),
        );
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
