'use strict';

// DevTools' second thread: retainers, dominators and retained sizes.

const { pathToFileURL } = require('node:url');
const { workerData } = require('node:worker_threads');
const { bundle } = require('./install.js');
require('./index.js');

// Messages that come before it listens wait in the port.
import(pathToFileURL(bundle)).then(({ SecondaryInitManager }) => new SecondaryInitManager(workerData.port));
