'use strict';

// The larger part of the generated heap: shops with products, users, sessions and orders, as a service for many shops
// holds them. Within a shop, much is shared and cyclic (orders refer to users, users to friends), so that dominators
// are no mere tree of owners. Two shops share only what the whole service has.

const STATES = ['new', 'paid', 'packed', 'sent', 'delivered', 'returned'];
const ROLES = ['reader', 'buyer', 'seller', 'editor', 'admin', 'guest', 'auditor'];

class Product {
  constructor(random, id) {
    this.id = id;
    this.title = random.text(random.skewed(8, 60));
    this.price = random.next() * 100;
    this.tags = Array.from({ length: random.below(5) }, () => random.word());
    this.stock = random.below(1000);
    this.related = [];
  }
}

class Money {
  constructor(amount, currency) {
    this.amount = amount;
    this.currency = currency;
  }
}

class Event {
  constructor(kind, at, previous) {
    this.kind = kind;
    this.at = at;
    this.previous = previous;
  }
}

class Order {
  #secret;
  constructor(random, id, user, catalogue) {
    this.id = id;
    this.user = user;
    this.items = Array.from({ length: random.skewed(1, 12) }, () => orderItem(random, catalogue));
    this.total = new Money(random.next() * 500, random.chance(0.9) ? 'EUR' : 'USD');
    this.placed = new Date(1_600_000_000_000 + random.below(100_000_000) * 1000);
    this.state = random.pick(STATES);
    this.reference = random.hex(12);
    this.history = undefined;
    for (let count = random.below(4); count > 0; count--) {
      this.history = new Event(random.pick(STATES), random.next() * 1e9, this.history);
    }
    if (random.chance(0.3)) this.remark = random.text(random.skewed(10, 400));
    this.#secret = random.chance(0.1) ? { key: random.hex(16) } : null;
  }

  get secret() {
    return this.#secret;
  }
}

/** Plain objects of several shapes, as they come from a database. */
function orderItem(random, catalogue) {
  const product = random.pick(catalogue);
  const item = { product, quantity: 1 + random.below(5) };
  if (random.chance(0.5)) item.discount = random.next();
  if (random.chance(0.2)) item.gift = { wrap: random.pick(['red', 'blue', 'plain']), card: random.text(30) };
  if (random.chance(0.1)) item.options = { [random.word(1)]: true, size: random.pick(['S', 'M', 'L']) };
  return item;
}

class Session {
  constructor(random, user) {
    this.token = random.hex(32);
    this.user = user;
    this.started = new Date(1_700_000_000_000 + random.below(10_000_000) * 1000);
    this.values = new Map();
    for (let count = random.below(4); count > 0; count--) this.values.set(random.word(), random.next());
    this.expire = expiry(this, random.below(3600));
  }
}

/** A closure with a context that holds the session. */
function expiry(session, seconds) {
  let extended = 0;
  return function expire(now) {
    extended++;
    return now - session.started > (seconds + extended) * 1000;
  };
}

class User {
  constructor(random, id) {
    this.id = id;
    this.name = random.text(14);
    this.email = `${random.word()}.${random.word()}@${random.word()}.example`;
    this.address = {
      street: random.text(16),
      city: random.word(3),
      zip: String(10_000 + random.below(90_000)),
    };
    this.roles = new Set([random.pick(ROLES), random.pick(ROLES)]);
    this.preferences = new Map([['language', random.pick(['de', 'en', 'fr'])]]);
    if (random.chance(0.5))
      this.preferences.set('theme', { dark: random.chance(0.5), font: random.below(20) });
    this.friends = [];
    this.orders = [];
    this.listeners = [(order) => this.orders.push(order)];
  }
}

class Shop {
  constructor(random, firstId, users) {
    this.catalogue = Array.from({ length: Math.ceil(users / 5) }, (_, id) => new Product(random, id));
    for (const product of this.catalogue) {
      for (let count = random.below(4); count > 0; count--) product.related.push(random.pick(this.catalogue));
    }
    this.users = Array.from({ length: users }, (_, index) => new User(random, firstId + index));
    this.sessions = new Map();
    this.byEmail = Object.create(null);
    for (const user of this.users) this.#settle(random, user);
  }

  #settle(random, user) {
    this.byEmail[user.email] = user;
    for (let count = random.below(6); count > 0; count--) user.friends.push(random.pick(this.users));
    for (let count = random.skewed(0, 8); count > 0; count--) {
      user.orders.push(new Order(random, `${user.id}-${count}`, user, this.catalogue));
    }
    if (random.chance(0.6)) {
      const session = new Session(random, user);
      this.sessions.set(session.token, session);
    }
  }
}

module.exports = { Shop };
