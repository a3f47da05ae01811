// What hot-reload cases import again and again.

export const table = new Array(300).fill({});
