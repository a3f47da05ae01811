'use strict';

// npm run demo: uses the session service over HTTP, once as it should be and once with a leak.

const { once } = require('node:events');
const http = require('node:http');
const { forceGC, stopTrackGC } = require('gc-tracker');
const { createService, news } = require('./session-service.js');

const USERS = 200;
const agent = new http.Agent({ keepAlive: true });

/** Sends a request and returns the answer's JSON. */
async function send(port, method, path) {
  const request = http.request({ host: '127.0.0.1', port, method, path, agent }).end();
  const [response] = await once(request, 'response');
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return JSON.parse(text);
}

async function serve(leaky, use) {
  let callbacks = 0;
  const service = createService({ leaky, onCollected: () => callbacks++ });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  const { port } = service.address();

  const everyone = async (path) => {
    for (let i = 0; i < USERS; i++) await send(port, 'POST', `${path}?user=user-${i}`);
  };
  const report = async (what) => {
    // A program would just go on; the demo forces the GCs that would come sooner or later.
    await forceGC({ cycles: 3 });
    const { inStore, inMemory, collected } = await send(port, 'GET', '/status');
    const cells = [inStore, inMemory, collected, callbacks].map((count) => String(count).padStart(12));
    console.log(`  ${what.padEnd(28)}${cells.join('')}`);
    return inMemory;
  };

  console.log(
    `  ${' '.repeat(28)}${['in store', 'in memory', 'collected', 'callbacks'].map((c) => c.padStart(12)).join('')}`,
  );
  await use(everyone, report);
  service.close();
  stopTrackGC();
}

async function main() {
  console.log(`gc-tracker demo: an HTTP service whose sessions are tracked with
trackGC(session, onCollected, { label: 'Session' }).
"in memory" and "collected" are the counters of trackingStats().

1. The service as it should be: what leaves the store is collected.
`);
  await serve(false, async (everyone, report) => {
    await everyone('/login');
    await report(`${USERS} users log in`);
    await everyone('/logout');
    await report(`${USERS} users log out`);
  });

  console.log(`
2. The same service with a planted leak: each session listens to the news, and
   logging out forgets to take the listener away.
`);
  let leaked;
  await serve(true, async (everyone, report) => {
    await everyone('/login');
    await report(`${USERS} users log in`);
    await everyone('/logout');
    leaked = await report(`${USERS} users log out`);
    console.log(`
   The store is empty, but ${leaked} sessions are still in memory after three full
   GCs: something else refers to them. Their count did not come down: a leak.

   Now take the forgotten listeners away:
`);
    news.removeAllListeners('article');
    await report('listeners removed');
  });
  agent.destroy();
}

main();
