'use strict';

// A Map from users to their carts: the user lives on, so does the cart.

class User {}
class Cart {}

const users = [new User()];
const carts = new Map();

function shop(track) {
  carts.set(users[0], track(new Cart(), 'cart'));
}

exports.users = users;
exports.carts = carts;
exports.leak = (track) => shop(track);
exports.clean = (track) => {
  shop(track);
  carts.delete(users[0]);
};
exports.culprit = [/require cache\s+.*map-object-key\.js/, /exports\.carts\s+Map/, /\[User.*\]\s+Cart/];
