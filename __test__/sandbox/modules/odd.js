// Throws, or rejects unhandled, the odd value that the global `odd` names.
const hostile = () => {
  throw new Error('hostile');
};
const values = {
  message: () => ({
    get message() {
      return hostile();
    },
  }),
  name: () => ({ name: Symbol('name') }),
  property: () => ({
    message: 'odd',
    get code() {
      return hostile();
    },
  }),
  text: () => ({ message: { toString: hostile } }),
  function: () => Object.assign(() => {}, { toString: hostile }),
  proxy: () => new Proxy({}, { get: hostile, getPrototypeOf: hostile, ownKeys: hostile }),
  revoked: () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  plain: () => Object.create(null),
  symbol: () => Symbol('odd'),
  undefined: () => undefined,
  'time-out': () => ({ code: 'ERR_GC_TRACKER_SANDBOX_TIMEOUT', held: {} }),
};

exports.kinds = Object.keys(values);
if (odd !== undefined) {
  if (!late) throw values[odd]();
  exports.ready = new Promise(() => {});
  Promise.reject(values[odd]());
}
