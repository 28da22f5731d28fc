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
