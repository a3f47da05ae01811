'use strict';

// A module that the program's own modules share.

exports.sessions = new Map();
