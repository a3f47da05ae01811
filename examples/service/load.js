'use strict';

// Customers for the shop: node load.js PORT... has some at each port at any time, who stay for a second or
// two, until it is ended. `CUSTOMERS` is how many, 20 by default.

const http = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

const ports = process.argv.slice(2);
const customers = Number(process.env.CUSTOMERS ?? 20);
const agent = new http.Agent({ keepAlive: true });
let count = 0;

function send(port, method, path) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, agent }, (response) => {
      response.on('end', resolve).on('error', reject).resume();
    });
    request.on('error', reject).end();
  });
}

async function shop(port) {
  const user = `customer-${++count}`;
  await send(port, 'POST', `/login?user=${user}`);
  for (let article = 0; article < 5; article++) {
    await send(port, 'GET', `/articles?user=${user}`);
    await delay(100 + 300 * Math.random());
    await send(port, 'POST', `/cart?user=${user}&article=${article}`);
  }
  await send(port, 'POST', `/logout?user=${user}`);
}

async function keepShopping(port) {
  for (;;) await shop(port);
}

if (ports.length === 0) {
  console.error('usage: node load.js PORT...');
  process.exitCode = 2;
}
for (const port of ports) {
  const shopping = Array.from({ length: customers }, () => keepShopping(port));
  Promise.all(shopping).catch((error) => {
    console.error(`port ${port}: ${error.message}`);
    process.exitCode = 1;
  });
}
