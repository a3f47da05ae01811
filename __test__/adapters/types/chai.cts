// A strict CommonJS consumer of chai.

import chai = require('chai');
import gcTracker = require('gc-tracker/chai');

chai.use(gcTracker);
// @ts-expect-error: the plug-in itself is the export
chai.use(gcTracker.default);
