'use strict';

// Emscripten, wasm-bindgen and AssemblyScript packages of npm that no other test has, each with real work whose result is
// checked: { name: { version, kind, work, entry, options, also, use } }. `options(folder)` are those of createSandbox, `also`
// are packages that the work needs, and `use(exports, folder)` may return a promise. What can be is left undeleted.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="red"/></svg>';
const read = (folder, file) => fs.readFileSync(path.join(folder, file));
/** Of a factory that is a CommonJS or an ES module's default. */
const call = (exports, options) => (exports.default ?? exports)(options);

const emscripten = {
  'web-tree-sitter': {
    version: '0.25.10',
    kind: 'Emscripten, dynamic linking',
    work: 'parses JavaScript',
    also: ['tree-sitter-wasms@0.1.13'],
    options: () => ({ ready: (exports) => exports.Parser.init().then(() => exports) }),
    async use({ Parser, Language }, folder) {
      const file = 'tree-sitter-wasms/out/tree-sitter-javascript.wasm';
      const language = await Language.load(new Uint8Array(read(folder, file)));
      const parser = new Parser();
      parser.setLanguage(language);
      const { rootNode } = parser.parse('let answer = 6 * 7;'.repeat(1000));
      assert.strictEqual(rootNode.childCount, 1000);
    },
  },
  'wasm-vips': {
    version: '0.0.14',
    kind: 'Emscripten, dynamic linking, threads',
    work: 'draws, blurs and writes a PNG',
    options: () => ({ ready: (exports) => call(exports, { dynamicLibraries: [] }) }),
    use({ Image }) {
      const png = Image.black(640, 480).invert().gaussblur(3).pngsaveBuffer();
      assert.strictEqual(Buffer.from(png).toString('latin1', 1, 4), 'PNG');
    },
  },
  'z3-solver': {
    version: '5.2.0',
    kind: 'Emscripten, threads',
    work: 'solves an equation',
    options: () => ({ ready: ({ init }) => init() }),
    async use({ Context }) {
      const { Int, Solver } = new Context('main');
      const x = Int.const('x');
      const solver = new Solver();
      solver.add(x.mul(x).eq(49), x.gt(0));
      assert.strictEqual(await solver.check(), 'sat');
      assert.strictEqual(solver.model().get(x).toString(), '7');
    },
  },
  pyodide: {
    version: '314.0.7',
    kind: 'Emscripten, `import()`',
    work: 'runs Python',
    options: () => ({ ready: ({ loadPyodide }) => loadPyodide() }),
    use(pyodide) {
      const text = pyodide.runPython('import json; json.dumps(sum(i * i for i in range(1000)))');
      assert.strictEqual(text, '332833500');
    },
  },
  'sql.js-fts5': {
    version: '1.4.0',
    kind: 'Emscripten, MODULARIZE',
    work: 'full-text search',
    options: (folder) => ({ module: { wasmBinary: read(folder, 'sql.js-fts5/dist/sql-wasm.wasm') } }),
    use({ Database }) {
      const database = new Database();
      database.run('create virtual table texts using fts5(text)');
      for (let i = 0; i < 500; i++) database.run('insert into texts values (?)', [`the quick fox ${i}`]);
      const [{ values }] = database.exec("select count(*) from texts where texts match 'quick'");
      assert.strictEqual(values[0][0], 500);
    },
  },
  'argon2-browser': {
    version: '1.18.0',
    kind: 'Emscripten, loaded on use',
    work: 'hashes a password',
    // Its glue takes Node.js with `fetch` for a browser; plain, it works only without.
    options: () => ({ globals: { fetch: undefined } }),
    async use({ hash }) {
      const { hashHex } = await hash({ pass: 'password', salt: 'somesalt', time: 2, mem: 1024, hashLen: 24 });
      assert.strictEqual(hashHex.length, 48);
    },
  },
  'libheif-js': {
    version: '1.23.2',
    kind: 'Emscripten, embind',
    work: 'refuses a damaged HEIF file',
    entry: 'libheif-js/libheif-wasm/libheif-bundle.js',
    options: () => ({ module: {} }),
    use(libheif) {
      const decoder = new libheif.HeifDecoder();
      const images = decoder.decode(Buffer.from('0000001866747970686569630000000068656963', 'hex'));
      assert.strictEqual(images.length, 0);
    },
  },
  'occt-import-js': {
    version: '0.0.23',
    kind: 'Emscripten, embind',
    work: 'refuses a damaged STEP file',
    options: () => ({ module: {} }),
    use(occt) {
      assert.strictEqual(
        occt.ReadStepFile(new Uint8Array(Buffer.from('ISO-10303-21;')), null).success,
        false,
      );
    },
  },
  rhino3dm: {
    version: '8.35.0',
    kind: 'Emscripten, embind',
    work: 'makes and writes a sphere',
    options: () => ({ ready: (exports) => call(exports) }),
    use(rhino) {
      const sphere = new rhino.Sphere([0, 0, 0], 5).toBrep();
      assert.ok(sphere.isValid);
      const file = new rhino.File3dm();
      file.objects().addBrep(sphere, null);
      assert.ok(file.toByteArray().length > 1000);
    },
  },
  'ammo.js': {
    version: '0.0.10',
    kind: 'Emscripten, asm.js',
    work: 'lets a body fall',
    use(ammo) {
      const configuration = new ammo.btDefaultCollisionConfiguration();
      const world = new ammo.btDiscreteDynamicsWorld(
        new ammo.btCollisionDispatcher(configuration),
        new ammo.btDbvtBroadphase(),
        new ammo.btSequentialImpulseConstraintSolver(),
        configuration,
      );
      world.setGravity(new ammo.btVector3(0, -10, 0));
      const shape = new ammo.btSphereShape(1);
      const start = new ammo.btTransform();
      start.setIdentity();
      const motion = new ammo.btDefaultMotionState(start);
      const body = new ammo.btRigidBody(
        new ammo.btRigidBodyConstructionInfo(1, motion, shape, new ammo.btVector3(0, 0, 0)),
      );
      world.addRigidBody(body);
      for (let i = 0; i < 60; i++) world.stepSimulation(1 / 60, 10);
      const end = new ammo.btTransform();
      body.getMotionState().getWorldTransform(end);
      assert.ok(end.getOrigin().y() < -4);
    },
  },
  opusscript: {
    version: '0.1.1',
    kind: 'Emscripten, embind',
    work: 'encodes and decodes sound',
    use(OpusScript) {
      const opus = new OpusScript(48_000, 2);
      assert.strictEqual(opus.decode(opus.encode(Buffer.alloc(3840, 7), 960)).length, 3840);
    },
  },
  '@cornerstonejs/codec-openjpeg': {
    version: '1.3.6',
    kind: 'Emscripten, embind',
    work: 'encodes and decodes JPEG 2000',
    entry: '@cornerstonejs/codec-openjpeg/wasmjs',
    options: () => ({ ready: (exports) => call(exports) }),
    use({ J2KEncoder, J2KDecoder }) {
      const encoder = new J2KEncoder();
      const pixels = { width: 64, height: 64, bitsPerSample: 8, componentCount: 1, isSigned: false };
      encoder.getDecodedBuffer(pixels).fill(100);
      encoder.encode();
      const encoded = encoder.getEncodedBuffer();
      const decoder = new J2KDecoder();
      decoder.getEncodedBuffer(encoded.length).set(encoded);
      decoder.decode();
      assert.strictEqual(decoder.getDecodedBuffer()[777], 100);
    },
  },
  'quickjs-emscripten': {
    version: '0.32.0',
    kind: 'Emscripten, `import()`',
    work: 'runs JavaScript',
    options: () => ({ ready: ({ getQuickJS }) => getQuickJS() }),
    use(quickjs) {
      assert.strictEqual(quickjs.evalCode('[1, 2, 3].map((n) => n * n).join()'), '1,4,9');
    },
  },
};

const wasmBindgen = {
  'brotli-wasm': {
    version: '3.0.1',
    kind: 'wasm-bindgen',
    work: 'compresses and decompresses',
    use({ compress, decompress }) {
      const text = Buffer.from('hello '.repeat(10_000));
      assert.ok(Buffer.from(decompress(compress(text))).equals(text));
    },
  },
  tiktoken: {
    version: '1.0.22',
    kind: 'wasm-bindgen',
    work: 'counts tokens',
    use({ get_encoding }) {
      const encoding = get_encoding('cl100k_base');
      assert.strictEqual(encoding.encode('hello world '.repeat(100)).length, 201);
    },
  },
  '@resvg/resvg-wasm': {
    version: '2.6.2',
    kind: 'wasm-bindgen',
    work: 'renders an SVG',
    options: (folder) => ({
      ready: async (exports) => {
        await exports.initWasm(read(folder, '@resvg/resvg-wasm/index_bg.wasm'));
        return exports;
      },
    }),
    use({ Resvg }) {
      assert.deepStrictEqual([...new Resvg(SVG).render().pixels.slice(0, 4)], [255, 0, 0, 255]);
    },
  },
  'lightningcss-wasm': {
    version: '1.33.0',
    kind: 'wasm, Node-API for Rust (napi-wasm)',
    work: 'minifies CSS',
    use({ transform }) {
      const code = Buffer.from('a { color: #ff0000; }');
      const result = transform({ filename: 'a.css', code, minify: true });
      assert.strictEqual(Buffer.from(result.code).toString(), 'a{color:red}');
    },
  },
};

const others = {
  '@chainsafe/as-chacha20poly1305': {
    version: '0.1.0',
    kind: 'AssemblyScript',
    work: 'encrypts and decrypts',
    use({ ChaCha20Poly1305, newInstance }) {
      const cipher = new ChaCha20Poly1305(newInstance());
      const [key, nonce] = [Buffer.alloc(32, 1), Buffer.alloc(12, 2)];
      const text = Buffer.alloc(10_000, 'secret');
      assert.ok(Buffer.from(cipher.open(key, nonce, cipher.seal(key, nonce, text))).equals(text));
    },
  },
  'hash-wasm': {
    version: '4.13.0',
    kind: 'handwritten glue, wasm from C',
    work: 'SHA-256, Argon2',
    async use({ sha256, argon2id }) {
      assert.strictEqual((await sha256('abc')).slice(0, 8), 'ba7816bf');
      const options = { password: 'p', salt: 'somesalt', parallelism: 1, iterations: 2, memorySize: 512 };
      assert.strictEqual((await argon2id({ ...options, hashLength: 32, outputType: 'hex' })).length, 64);
    },
  },
};

module.exports = { npmPackages: { ...emscripten, ...wasmBindgen, ...others } };
