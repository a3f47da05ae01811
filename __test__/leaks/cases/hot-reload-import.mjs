// An ES module is imported anew with a query. Node.js's loader keeps each.

let loads = 0;

async function reload() {
  loads += 1;
  return import(`../lib/plugin.mjs?load=${loads}`);
}

export const leak = async (track) => {
  track((await reload()).table, 'table');
  await reload();
};
export const clean = async (track) => {
  track([...(await reload()).table], 'copy');
};
export const culprit = [/ES module\s+\S*lib\/plugin\.mjs\?load=1/, /table\s+Array/];
