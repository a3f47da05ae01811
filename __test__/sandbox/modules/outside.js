'use strict';

// Leaves all sorts of things outside its context.

const cluster = require('node:cluster');
const events = require('node:events');
// Without `node:` it is the same module.
const [http, timers, timersPromises, { promisify }, workerThreads] = [
  ...['http', 'timers', 'timers/promises', 'util', 'worker_threads'],
].map((id) => require(id));
const { Worker, MessageChannel: Channel, parentPort } = workerThreads;

const big = new Array(1000).fill('outside');
const use = () => big.length;

exports.listen = () => {
  for (const name of ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener']) {
    process[name]('SIGWINCH', use);
    process[name]('unhandledRejection', use);
  }
  process.on('SIGUSR2', use);
  process.on('warning', console.log);
  require('node:process').on('exit', use);
  process.stdout.on('drain', use);
  process.stderr.once('close', use);
  http.globalAgent.on('free', use);
  cluster.on('fork', use);
  parentPort?.on('close', use);
};

/** Not by the methods of what it was lent. */
exports.bypass = () => events.EventEmitter.prototype.on.call(process, 'multipleResolves', use);

/** What it has added and removed again is not there; nor does it remove others' listeners. */
exports.unlisten = () => {
  process.on('beforeExit', use);
  process.off('beforeExit', use);
  process.removeAllListeners('SIGUSR2');
};

exports.start = (told) => {
  const tell = () => told(use());
  setInterval(tell, 5);
  setTimeout(tell, 30);
  setTimeout(tell, 0).refresh();
  const loop = () => setImmediate(loop);
  loop();
  timers.setInterval(tell, 1000);
  promisify(setTimeout)(100_000).then(tell);
  timersPromises.setTimeout(100_000).then(tell, tell);
  (async () => {
    for await (const _ of timersPromises.setInterval(5)) tell();
  })();
  for (let i = 0; i < 20; i++) timersPromises.scheduler.wait(100_000).then(tell);
};

exports.open = () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = use;
  port2.on('message', use);
  new Channel().port1.on('message', use);
  new BroadcastChannel('gc-tracker').onmessage = use;
  new Worker('setInterval(() => {}, 1000)', { eval: true }).on('message', use);
};

exports.clear = () => {
  const timer = setInterval(use, 1);
  clearTimeout(timer);
  const other = setTimeout(use, 100_000);
  clearTimeout(Number(other));
  const immediate = setImmediate(use);
  clearImmediate(immediate);
  setTimeout(use, 100_000).close();
};

/** Goes on when it was disposed of, as the rest of a promise chain may. */
exports.late = (gate) => {
  gate.then(() => {
    exports.listen();
    exports.start(use);
    exports.open();
  });
};
