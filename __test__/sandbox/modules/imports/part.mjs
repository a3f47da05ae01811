export function start() {
  (async () => {
    await null;
    throw new TypeError('late');
  })();
  return new Promise(() => {});
}
