exports.ready = new Promise(() => {});
fetch('/no/url').then(() => {});
