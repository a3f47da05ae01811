'use strict';

// `npm run docs:api`: writes docs/api/ anew. By hand, since TypeDoc with typedoc-plugin-markdown (0.28, 4.14) drops what
// is added to the types of others (all of chai's page), the classes of errors in @throws, and links between entries.

const fs = require('node:fs');
const path = require('node:path');
const { pages } = require('./pages.js');

const folder = path.resolve(__dirname, '../../docs/api');

const texts = pages();
fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
for (const [file, text] of texts) fs.writeFileSync(path.join(folder, file), text);
