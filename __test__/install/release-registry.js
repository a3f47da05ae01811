'use strict';

// A registry with as much as `npm publish` and `npm view` ask of one, that notes what comes and can refuse a package.

const http = require('node:http');
const { json } = require('node:stream/consumers');

/** Resolves with { url, published, refused, stop }: ids with their tag, in their order; names that are refused. */
async function startRegistry() {
  const packages = new Map();
  const published = [];
  const refused = new Set();

  async function put(request, name) {
    const { versions, 'dist-tags': tags } = await json(request);
    if (refused.has(name)) return [403, { error: `${name} is refused` }];
    const known = packages.get(name) ?? { name, versions: {}, 'dist-tags': {} };
    packages.set(name, known);
    Object.assign(known.versions, versions);
    Object.assign(known['dist-tags'], tags);
    for (const [tag, version] of Object.entries(tags)) published.push(`${name}@${version} ${tag}`);
    return [201, { ok: true }];
  }

  function get(name) {
    const found = packages.get(name);
    return found === undefined ? [404, { error: 'not found' }] : [200, found];
  }

  const server = http.createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://registry').pathname.slice(1));
    const [status, body] = request.method === 'PUT' ? await put(request, name) : get(name);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, published, refused, stop };
}

module.exports = { startRegistry };
