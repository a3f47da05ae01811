// A variable of an ES module that nobody but its functions knows.

class Draft {}

const drafts = [];

function write() {
  drafts.push(new Draft());
}

export const leak = write;
export const clean = () => {
  write();
  drafts.pop();
};
export const growth = [
  { name: 'ES module cases/module-private.mjs › variable drafts (Array)', className: 'Draft', perLoop: 1 },
];
