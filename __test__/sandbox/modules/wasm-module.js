// A valid WebAssembly module that is large enough for the cache: it has a custom section `big`.
const section = [3, 98, 105, 103, ...new Array(5000).fill(0)];
const size = [(section.length & 0x7f) | 0x80, section.length >> 7];
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 0, ...size, ...section]);
const { Module, Memory } = WebAssembly;

module.exports = (async () => {
  const made = [
    new Module(bytes),
    new Module(bytes.subarray(0, 8)),
    await WebAssembly.compile(bytes),
    (await WebAssembly.instantiate(bytes)).module,
    (await WebAssembly.instantiate(bytes.subarray(0, 8))).module,
  ];
  return {
    modules: made.map((one) => one instanceof Module),
    others: [new Memory({ initial: 1 }), bytes, {}, Module].map((one) => one instanceof Module),
    memories: [new Memory({ initial: 1 }), lent].map((one) => one instanceof Memory),
    constructors: [new Memory({ initial: 1 }).constructor === Memory, made[1].constructor === Module],
  };
})();
