'use strict';

// A field that the base class keeps, in an instance of a derived class.

class Parent {}

class Component {
  constructor(parent) {
    this.parent = parent;
  }
}

class Button extends Component {}

exports.focused = null;

function click(track) {
  exports.focused = new Button(track(new Parent(), 'parent'));
}

exports.leak = (track) => click(track);
exports.clean = (track) => {
  click(track);
  exports.focused.parent = null;
};
exports.culprit = [/require cache\s+.*inherited-field\.js/, /exports\.focused\s+Button/, /\.parent\s+Parent/];
