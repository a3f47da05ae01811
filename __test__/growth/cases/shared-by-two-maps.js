'use strict';

// Two indices whose entries differ, but refer to the same document.

class Title {
  constructor(document) {
    this.document = document;
  }
}

class Author {
  constructor(document) {
    this.document = document;
  }
}

const library = { titles: new Map(), authors: new Map() };
let count = 0;

function add() {
  const document = { text: new Array(1000).fill(0) };
  const number = count++;
  library.titles.set(number, new Title(document));
  library.authors.set(number, new Author(document));
  return number;
}

exports.library = library;
exports.leak = () => {
  add();
};
exports.clean = () => {
  const number = add();
  library.titles.delete(number);
  library.authors.delete(number);
};
exports.growth = [
  { name: /library › \.titles \(Map\)$/, className: 'Title', perLoop: 1, together: 8700 },
  { name: /library › \.authors \(Map\)$/, className: 'Author', perLoop: 1, together: 8700 },
];
