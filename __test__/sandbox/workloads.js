'use strict';

// Real work with each package of packages.js that leaks as its users leak: `use(exports)` is one piece of it, and throws if the
// result is wrong. What it allocates inside the module is never given back.

const fs = require('node:fs');
const path = require('node:path');
const { packages } = require('./packages.js');

const WIDTH = 640;
const HEIGHT = 480;
const ROWS = 2000;
/** What bunny.drc has. */
const POINTS = 34_834;

let picture;
let bunny;

/** Of `cv.Mat`s the source is deleted; those between, 900 kB, and the result are forgotten. Returns the pixels on edges. */
function processImage(cv) {
  picture ??= paint();
  const source = new cv.Mat(HEIGHT, WIDTH, cv.CV_8UC4);
  source.data.set(picture);
  const gray = new cv.Mat();
  const smooth = new cv.Mat();
  const edges = new cv.Mat();
  cv.cvtColor(source, gray, cv.COLOR_RGBA2GRAY);
  cv.GaussianBlur(gray, smooth, new cv.Size(5, 5), 0);
  cv.Canny(smooth, edges, 50, 150);
  source.delete();
  const found = cv.countNonZero(edges);
  if (!(found > 1000 && found < 10_000)) throw new Error(`${found} pixels on edges`);
  return found;
}

/** Squares on a slope of light, RGBA. */
function paint() {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const light = x % 160 < 80 && y % 160 < 80 ? 200 : (x + y) / 20;
      pixels.fill(light, 4 * (y * WIDTH + x), 4 * (y * WIDTH + x + 1));
    }
  }
  return pixels;
}

/** A database that is never closed. */
function queryDatabase({ Database }) {
  const database = new Database();
  database.run('create table items (id integer primary key, name text)');
  const insert = database.prepare('insert into items (name) values (?)');
  database.run('begin');
  for (let i = 0; i < ROWS; i++) insert.run([`item ${i} of many`]);
  database.run('commit');
  const [{ values }] = database.exec('select count(*) from items');
  if (values[0][0] !== ROWS) throw new Error(`${values[0][0]} rows`);
}

/** A mesh that is decoded and never destroyed. */
function decodeMesh(draco) {
  bunny ??= fs.readFileSync(path.join(packages(), 'draco3d/bunny.drc'));
  const buffer = new draco.DecoderBuffer();
  buffer.Init(new Int8Array(bunny), bunny.length);
  const mesh = new draco.Mesh();
  new draco.Decoder().DecodeBufferToMesh(buffer, mesh);
  if (mesh.num_points() !== POINTS) throw new Error(`${mesh.num_points()} points`);
}

/** { options: of createSandbox, use } by package */
const workloads = {
  opencv4: { use: processImage },
  opencv5: { use: processImage },
  'sql.js': { use: queryDatabase },
  draco3d: { options: { ready: (draco) => draco.createDecoderModule() }, use: decodeMesh },
};

module.exports = { workloads };
