'use strict';

// A time limit of a day for each upload, which is not cleared when the upload is done.

class Upload {
  expire() {}
}

function upload() {
  return setTimeout((one) => one.expire(), 86_400_000, new Upload());
}

exports.leak = () => {
  upload();
};
exports.clean = () => clearTimeout(upload());
exports.growth = [{ name: 'timers list › setTimeout', className: 'Timeout', perLoop: 1 }];
