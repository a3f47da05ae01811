'use strict';

require('gc-tracker').trackGC({});
console.log('a program');
