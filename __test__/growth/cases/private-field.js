'use strict';

// A cache in a private field, behind a static one.

class Row {}

class Repository {
  static #shared = new Repository();
  #rows = new Map();

  static get shared() {
    return Repository.#shared;
  }

  find(id) {
    const row = new Row();
    this.#rows.set(id, row);
    return row;
  }

  clear() {
    this.#rows.clear();
  }
}

let count = 0;

exports.Repository = Repository;
exports.leak = () => {
  Repository.shared.find(count++);
};
exports.clean = () => {
  Repository.shared.find(count++);
  Repository.shared.clear();
};
exports.growth = [
  {
    name: 'require cache cases/private-field.js › exports.Repository › .#shared › .#rows (Map)',
    className: 'Row',
    perLoop: 1,
  },
];
