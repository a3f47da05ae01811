// Brings in a module of the host, which has the host's promises and errors.
exports.start = async () => (await import('./imports/part.mjs')).start();
