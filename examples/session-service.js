'use strict';

// A small HTTP service with sessions, as many services have: POST /login makes one, POST /logout ends
// it. Each session is tracked by label, so that the service can say how many are alive in memory,
// which is not the same as how many are in its store.

const { EventEmitter } = require('node:events');
const http = require('node:http');
const { trackGC, trackingStats } = require('gc-tracker');

/** Something of the application that lives as long as the process. */
const news = new EventEmitter().setMaxListeners(Infinity);

class Session {
  constructor(user) {
    this.user = user;
    this.cart = new Array(1000).fill(`something that ${user} may buy`);
    this.unread = 0;
  }
}

/** `leaky` plants the bug: each session listens to the news, and logging out forgets to stop that. */
function createService({ leaky, onCollected }) {
  const store = new Map();

  const routes = {
    'POST /login': (user) => {
      const session = new Session(user);
      store.set(user, session);
      trackGC(session, onCollected, { label: 'Session' });
      if (leaky) news.on('article', () => session.unread++);
      return { welcome: user };
    },
    'POST /logout': (user) => ({ goodbye: store.delete(user) }),
    'GET /status': () => ({
      inStore: store.size,
      inMemory: trackingStats().labels.Session?.live ?? 0,
      collected: trackingStats().labels.Session?.collected ?? 0,
    }),
  };

  return http.createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const route = routes[`${request.method} ${url.pathname}`];
    response.statusCode = route === undefined ? 404 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(route === undefined ? { error: 'not found' } : route(url.searchParams.get('user'))),
    );
  });
}

module.exports = { createService, news };
