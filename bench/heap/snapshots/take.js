'use strict';

// `take.js <users> <file>`: builds the heap, writes its snapshot to the file and prints, as JSON, the node id of the
// object whose path `gc-tracker-path` asks for. Needs 12 times the heap's size of memory.

const inspector = require('node:inspector');
const v8 = require('node:v8');
const { Random } = require('./random.js');
const { Services, makeSchemas } = require('./services.js');
const { Shop } = require('./shop.js');
const { SEED } = require('./shop-maker.js');

const USERS_OF_A_SHOP = 500;
/** The size of the service's WeakMap, at any size of the heap: V8 visits all entries again and again while it marks. */
const WEAK_ENTRIES = 3000;

class Service {
  constructor(users) {
    const random = new Random(SEED);
    const schemas = makeSchemas(random);
    this.shops = [];
    this.services = [];
    this.users = new Map();
    this.orders = [];
    this.privateData = new WeakMap();
    for (let first = 0; first < users; first += USERS_OF_A_SHOP) {
      const shop = new Shop(random, first, USERS_OF_A_SHOP);
      this.shops.push(shop);
      this.services.push(new Services(random, USERS_OF_A_SHOP, schemas));
      for (const user of shop.users) this.#register(random, user);
    }
  }

  #register(random, user) {
    this.users.set(user.id, user);
    this.orders.push(...user.orders);
    if (user.id < WEAK_ENTRIES) this.privateData.set(user, { note: random.text(20), of: new WeakRef(user) });
  }
}

/** The object's id in the snapshot that was just taken: V8 keeps ids until a session disconnects. */
function idOf(object) {
  const session = new inspector.Session();
  session.connect();
  globalThis.benchObject = object;
  const ask = (method, parameters) => {
    let answer;
    session.post(method, parameters, (error, result) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  };
  const { result } = ask('Runtime.evaluate', { expression: 'benchObject' });
  const { heapSnapshotObjectId } = ask('HeapProfiler.getHeapObjectId', { objectId: result.objectId });
  return Number(heapSnapshotObjectId);
}

const [users, file] = process.argv.slice(2);
const service = new Service(Number(users));
v8.writeHeapSnapshot(file);
process.stdout.write(`${JSON.stringify({ pathId: idOf(service.services[0].deepObject()) })}\n`);
