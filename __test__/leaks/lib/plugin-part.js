'use strict';

// A part of plugin-parent.js, which stays loaded.

exports.rows = 300;
