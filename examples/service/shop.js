'use strict';

// A small shop. Customers log in, look at articles, put some into their carts and log out:
//
//   POST /login?user=ada    POST /cart?user=ada&article=3    GET /articles    POST /logout?user=ada
//
// Each session, and what is kept of each request, is tracked by a label; a session is disposed of when its
// customer logs out.

const { EventEmitter } = require('node:events');
const { trackGC } = require('gc-tracker');

class Session {
  articles = [];
  tracked = trackGC(this, undefined, { label: 'session' });

  constructor(user) {
    this.user = user;
    this.recommendations = Array.from({ length: 500 }, (_, number) => `${user} may like article ${number}`);
  }
}

class RequestContext {
  constructor(user) {
    this.user = user;
    this.startedAt = performance.now();
    trackGC(this, undefined, { label: 'request' });
  }
}

/**
 * The shop; with `leak` sessions are not forgotten: each listens to the news, and logging out does not end
 * that.
 */
function createShop({ leak }) {
  const sessions = new Map();
  const news = new EventEmitter().setMaxListeners(Infinity);
  const articles = Array.from({ length: 100 }, (_, number) => ({ number, price: 5 + number }));

  const routes = {
    'POST /login': ({ user }) => {
      const session = new Session(user);
      sessions.set(user, session);
      if (leak) news.on('article', (article) => session.recommendations.push(article));
      return { welcome: user };
    },
    'GET /articles': () => articles,
    'POST /cart': ({ user }, query) => {
      const session = sessions.get(user);
      session?.articles.push(articles[query.get('article')]);
      return { articles: session?.articles.length ?? 0 };
    },
    'POST /logout': ({ user }) => {
      const session = sessions.get(user);
      sessions.delete(user);
      // From now on it ought to be collected.
      session?.tracked.markDisposed();
      return { goodbye: user };
    },
  };

  /** The answer to a request, or undefined if there is none. */
  return (method, { pathname, searchParams }) => {
    const route = routes[`${method} ${pathname}`];
    return route?.(new RequestContext(searchParams.get('user')), searchParams);
  };
}

module.exports = { createShop };
