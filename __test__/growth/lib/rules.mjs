// A module that is loaded again and again.

export const rules = [{ name: 'first' }];
