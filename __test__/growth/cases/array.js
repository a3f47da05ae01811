'use strict';

// An audit log of a service object: its entries are only ever added, some levels down.

class Entry {
  constructor(text) {
    this.text = text;
    this.at = { seconds: Date.now() / 1000 };
  }
}

class Service {
  audit = { entries: [] };

  handle(text) {
    this.audit.entries.push(new Entry(text));
  }
}

const service = new Service();

exports.service = service;
exports.leak = () => service.handle('opened');
exports.clean = () => {
  service.handle('opened');
  service.audit.entries.length = 0;
};
exports.growth = [
  {
    name: 'require cache cases/array.js › exports.service › .audit › .entries (Array)',
    className: 'Entry',
    perLoop: 1,
  },
];
