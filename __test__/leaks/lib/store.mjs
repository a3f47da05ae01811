// An ES module that the program's own modules share.

export const sessions = new Map();
