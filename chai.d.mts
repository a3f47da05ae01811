import gcTracker = require('./chai.js');

export default gcTracker;
