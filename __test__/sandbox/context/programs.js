'use strict';

// Programs that use sandboxes, by name: `node programs.js NAME` exits with 0 if all it claims was seen.

const programs = {
  ...require('./programs/load.js'),
  ...require('./programs/rejections.js'),
  ...require('./programs/outside.js'),
  ...require('./programs/holders.js'),
  ...require('./programs/revocable.js'),
};

module.exports.names = Object.keys(programs);

if (require.main === module) {
  programs[process.argv[2]]().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
