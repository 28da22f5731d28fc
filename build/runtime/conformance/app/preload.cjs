/* oxlint-disable typescript/no-require-imports, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-return, typescript/no-misused-promises, typescript/no-floating-promises, unicorn/no-array-sort -- a sandboxed preload is CommonJS, without types */
/** The fixture's preload: hands the raw calls to the page, so that the suite can try every one of them. */
const { contextBridge, ipcRenderer, webUtils } = require('electron');

contextBridge.exposeInMainWorld('bridge', {
  version: 1,
  nested: { list: [1, { deep: true }], when: new Date(0) },
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  send: (channel, ...args) => ipcRenderer.send(channel, ...args),
  sync: (a, b) => a + b,
  fails: () => {
    throw new TypeError('sync failure');
  },
  rejects: async () => {
    throw new Error('async failure');
  },
  subscribe: (channel, callback) => {
    const listener = (_event, ...args) => callback(...args);
    ipcRenderer.on(channel, listener);
    return () => {
      ipcRenderer.removeListener(channel, listener);
    };
  },
  callTwice: async (callback) => [await callback(1), await callback(2)],
  describe: () => ({
    process: Object.keys(process).sort(),
    globals: ['Buffer', 'global'].filter((name) => name in globalThis),
  }),
  requireOther: () => require('node:fs'),
  closed: () => ipcRenderer.sendSync('x'),
});

window.addEventListener('dragover', (event) => event.preventDefault(), { capture: true });
window.addEventListener(
  'drop',
  (event) => {
    event.preventDefault();
    const files = [...event.dataTransfer.files].map((file) => [file.name, webUtils.getPathForFile(file)]);
    ipcRenderer.send('dropped', files);
  },
  { capture: true },
);
