import path from 'node:path';
import { app, BrowserWindow, Menu, powerMonitor, protocol, session, utilityProcess } from 'electron';
import { consoleArguments } from './arguments.ts';
import { FileDialogs } from './files/choose.ts';
import { EngineHost } from './host/engine-host.ts';
import { Bridge } from './ipc/bridge.ts';
import { APP_SCHEME_PRIVILEGES, installAppProtocol } from './security/app-protocol.ts';
import { rejectBadCertificates } from './security/certificates.ts';
import { refuseLooseSwitches } from './security/command-line.ts';
import { guardNavigation } from './security/navigation.ts';
import { guardNetwork } from './security/network.ts';
import { guardPermissions } from './security/permissions.ts';
import { openMainWindow } from './window/main-window.ts';
import { reloadAfterCrash } from './window/reload-after-crash.ts';

const here = import.meta.dirname;
const developerTools = !app.isPackaged;

if (app.isPackaged) refuseLooseSwitches(app);
app.enableSandbox();
protocol.registerSchemesAsPrivileged([APP_SCHEME_PRIVILEGES]);
rejectBadCertificates(app);
app.on('web-contents-created', (_event, contents) => {
  guardNavigation(contents);
});

if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(run);
} else {
  app.quit();
}

function run(): void {
  Menu.setApplicationMenu(null);
  guardPermissions(session.defaultSession);
  guardNetwork(session.defaultSession, { developerTools });
  installAppProtocol(protocol, path.join(here, 'renderer'));

  const userDataDir = app.getPath('userData');
  const dialogs = new FileDialogs(() => BrowserWindow.getAllWindows()[0]);
  const engine = new EngineHost({
    fork: () =>
      utilityProcess.fork(path.join(here, 'engine.js'), [], {
        serviceName: 'engine',
        // A bulk load makes short-lived objects only; a smaller nursery saves 100 MB (docs/performance.md).
        execArgv: ['--max-semi-space-size=4'],
      }),
    config: {
      userDataDir,
      appVersion: app.getVersion(),
      ...consoleArguments({ argv: process.argv, packaged: app.isPackaged }),
    },
    onPush: (push) => {
      bridge.push(push);
    },
    choose: dialogs.choose,
  });
  const bridge = new Bridge({
    call: async (name, request) => engine.call(name, request),
    dropped: (paths) => {
      engine.dropped(paths);
    },
  });
  engine.start();

  const openWindow = (): void => {
    const window = openMainWindow({
      preload: path.join(here, 'preload.cjs'),
      stateFile: path.join(userDataDir, 'window.json'),
      developerTools,
    });
    const contentsId = window.webContents.id;
    bridge.admit(window.webContents);
    window.on('closed', () => {
      bridge.dismiss(contentsId);
    });
    window.on('hide', () => {
      engine.windowHidden(true);
    });
    window.on('show', () => {
      engine.windowHidden(false);
    });
    reloadAfterCrash(window);
  };
  openWindow();

  powerMonitor.on('lock-screen', () => {
    engine.systemLocked();
  });
  powerMonitor.on('suspend', () => {
    engine.systemLocked();
  });
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow();
  });
  app.on('window-all-closed', () => {
    app.quit();
  });

  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void engine.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}
