'use strict';

// Tests that run at the same time and use one server: what it makes for them is made in no test's async context.

const { after, before, describe, it } = require('node:test');
const http = require('node:http');
const { login, logout } = require('./sessions.js');

/** Both tests run until both have asked. */
const answers = [];
let server;

before(async () => {
  server = http.createServer(({ url }, response) => {
    const user = url.slice(1);
    answers.push(() => response.end());
    if (answers.length < 2) return;
    login(user);
    login('guest');
    logout('guest');
    for (const answer of answers) answer();
  });
  await new Promise((resolve) => server.listen(0, resolve));
});
after(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(user) {
  const response = await fetch(`http://localhost:${server.address().port}/${user}`);
  await response.text();
}

describe('requests', { concurrency: true }, () => {
  it('of ada', () => ask('ada'));
  it('of bob', () => ask('bob'));
});

it('of cy, alone', () => ask('cy'));
