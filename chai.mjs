import gcTracker from './chai.js';

export default gcTracker;
