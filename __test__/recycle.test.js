'use strict';

// recycle: a front that replaces its instances.

require('./sandbox/recycle/background.js');
require('./sandbox/recycle/calls.js');
require('./sandbox/recycle/errors.js');
require('./sandbox/recycle/factory.js');
require('./sandbox/recycle/parts.js');
require('./sandbox/recycle/random.js');
require('./sandbox/recycle/real.js');
