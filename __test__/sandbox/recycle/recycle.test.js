'use strict';

// recycle: a recycler that replaces its instances.

require('./background.js');
require('./calls.js');
require('./errors.js');
require('./factory.js');
require('./parts.js');
require('./random.js');
require('./real.js');
