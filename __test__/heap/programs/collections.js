'use strict';

// Maps and Sets: empty, nested, in cycles, with deleted entries, and held by an iterator alone.

const v8 = require('node:v8');

class Session {
  constructor(id) {
    this.id = id;
    this.peers = new Set();
  }
}

const sessions = new Map();
for (let id = 0; id < 2000; id++) sessions.set(`user-${id}`, new Session(id));
for (const session of sessions.values()) {
  session.peers.add(sessions.get(`user-${(session.id + 1) % 2000}`));
  session.peers.add(sessions);
}
for (let id = 0; id < 2000; id += 3) sessions.delete(`user-${id}`);

// An iterator that stands between two tables: the Map has grown since.
const growing = new Map([[{ first: true }, { value: 1 }]]);
const iterator = growing.entries();
for (let index = 0; index < 500; index++) growing.set({ index }, [index]);

const cyclic = new Map();
cyclic.set(cyclic, cyclic);
cyclic.set('self', new Set([cyclic]));

globalThis.kept = { sessions, iterator, cyclic, empty: [new Map(), new Set()] };
globalThis.orphanIterator = new Set([{ only: 'the iterator holds this' }]).values();

v8.writeHeapSnapshot(process.argv[2]);
