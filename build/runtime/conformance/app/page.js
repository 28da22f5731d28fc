/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-return, typescript/no-misused-promises, typescript/no-floating-promises, unicorn/no-array-sort -- a script of the page, without types */
/** The first script of the page: notes what it finds before anything else has run. */
globalThis.found = {
  api: typeof globalThis.bridge,
  frozen: Object.isFrozen(globalThis.bridge),
  leaks: ['require', 'process', 'module', 'ipcRenderer', 'electron', '__dirname'].filter(
    (name) => name in globalThis,
  ),
};
addEventListener('DOMContentLoaded', () => {
  document.querySelector('#go').addEventListener('click', async () => {
    document.querySelector('#answer').textContent = await globalThis.bridge.invoke('greet', 'page');
  });
});
