'use strict';

// Node's cache of ES modules keeps the attributes of the first `import()` of each module. They are an object of the context that
// called it, and would hold that context as long as the process lives. While sandboxes exist whose code has an `import()`, a
// resolve hook puts a copy in their place. Node.js 20 has no such hooks: there the host must import the module first.

const { registerHooks } = require('node:module');

/** The sandboxes that need the hook. */
const users = new Set();
let hooks;

class ImportAttributes {
  /** Begins to copy; called when a script of the sandbox has an `import()`. */
  copy() {
    users.add(this);
    hooks ??= registerHooks?.({ resolve });
  }

  /** Called when the context is collected or has never been used. */
  stop() {
    if (!users.delete(this) || users.size > 0) return;
    hooks?.deregister();
    hooks = undefined;
  }
}

function resolve(specifier, context, next) {
  const resolved = next(specifier, context);
  const attributes = resolved.importAttributes ?? context.importAttributes;
  if (attributes === undefined) return resolved;
  return { ...resolved, importAttributes: { __proto__: null, ...attributes } };
}

module.exports = { ImportAttributes };
