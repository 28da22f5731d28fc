/** What `import … from 'electron'` and `require('electron')` give in the main process. */
import { closed } from './closed.ts';
import { currentRuntime } from './current.ts';

const { modules } = currentRuntime();
const all = closed('electron', modules);

export const {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  session,
  utilityProcess,
  webContents,
} = modules;

// Electron's module has a default export; `require` gives the object that throws for what is not there.
// oxlint-disable-next-line import/no-default-export -- the shape is Electron's
export default all;
export { all as 'module.exports' };
