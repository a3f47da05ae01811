'use strict';

// A child logger for each call, kept in the store of an AsyncLocalStorage that a job of the whole program runs in.

const { AsyncLocalStorage } = require('node:async_hooks');

class Logger {
  children = [];

  child() {
    const logger = new Logger();
    this.children.push(logger);
    return logger;
  }
}

const loggers = new AsyncLocalStorage();

function log() {
  return loggers.getStore().child();
}

exports.setup = () => {
  loggers.run(new Logger(), () => {
    exports.job = setInterval(log, 86_400_000);
    const { AsyncResource } = require('node:async_hooks');
    exports.inJob = AsyncResource.bind((work) => work());
  });
};
exports.leak = () => {
  exports.inJob(log);
};
exports.clean = () => {
  exports.inJob(() => {
    log();
    loggers.getStore().children.length = 0;
  });
};
exports.growth = [
  {
    name: 'require cache cases/async-local-storage.js › exports.job › AsyncLocalStorage store › .children (Array)',
    className: 'Logger',
    perLoop: 1,
  },
];
