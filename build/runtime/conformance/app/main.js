/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-return, typescript/no-misused-promises, typescript/no-floating-promises, unicorn/no-array-sort -- stands for a bundled app, which is JavaScript */
/** The fixture: an app that uses every API of the runtime, so that the suite can look at each from outside. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, protocol, session, utilityProcess } from 'electron';

const here = import.meta.dirname;
globalThis.log = [];
const note = (name, details = {}) => globalThis.log.push({ name, ...details });

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

if (!app.requestSingleInstanceLock()) {
  app.quit();
} else {
  app.on('second-instance', (_event, argv, cwd) => note('second-instance', { argv, cwd }));
  app.on('child-process-gone', (_event, details) => note('child-process-gone', { details }));
  app.on('certificate-error', (event, _contents, url, error, _certificate, callback) => {
    note('certificate-error', { url, error });
    event.preventDefault();
    callback(url.includes('/trusted'));
  });
  for (const name of ['window-all-closed', 'before-quit', 'will-quit', 'quit']) {
    app.on(name, () => {
      note(name);
      if (process.env.CONFORMANCE_TRACE) process.stderr.write(`EVENT ${name}\n`);
      if (name === 'window-all-closed') app.quit();
    });
  }
  await app.whenReady();
  ready();
}

function ready() {
  protocol.handle('app', serve);
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) =>
    callback(permission === 'clipboard-sanitized-write'),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission) =>
    ['clipboard-sanitized-write', 'geolocation'].includes(permission),
  );
  session.defaultSession.on('will-download', (event, item) => {
    note('will-download', { url: item.getURL() });
    event.preventDefault();
  });
  session.defaultSession.webRequest.onBeforeRequest((details, callback) => {
    note('before-request', { url: details.url });
    callback({ cancel: details.url.includes('/forbidden') || details.url.startsWith('https://evil') });
  });
  ipcMain.handle('greet', (event, name) => `Hello, ${name}, from ${event.senderFrame.url}`);
  ipcMain.handle('echo', (_event, value) => value);
  ipcMain.handle('type', (_event, value) => Object.prototype.toString.call(value));
  ipcMain.handle('boom', () => {
    throw new RangeError('too far');
  });
  ipcMain.handle('function', () => () => 1);
  ipcMain.on('note', (event, value) => {
    note('note', { value, url: event.senderFrame.url });
    event.reply('noted', value);
  });
  ipcMain.on('dropped', (_event, files) => note('dropped', { files }));
  globalThis.choose = (options) => dialog.showOpenDialog(globalThis.window, options);
  globalThis.open = open;
  globalThis.fork = fork;
  globalThis.window = open('/index.html');
}

function open(pathname) {
  const window = new BrowserWindow({
    width: 900,
    height: 700,
    show: false,
    webPreferences: {
      preload: path.join(here, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  const { webContents } = window;
  for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    webContents.on(name, (event, url) => {
      note(name, { url });
      // Electron asks the second only if the first has not refused.
      const decides = name !== 'will-frame-navigate' || !event.isMainFrame;
      if (decides && !url.includes('/allowed')) event.preventDefault();
    });
  }
  for (const name of ['did-start-navigation', 'did-navigate', 'dom-ready', 'did-finish-load'])
    webContents.on(name, () => note(name));
  webContents.on('render-process-gone', (_event, details) => note('render-process-gone', details));
  webContents.setWindowOpenHandler(({ url, frameName, features }) => {
    note('window-open', { url, frameName, features });
    return { action: 'deny' };
  });
  window.once('ready-to-show', () => {
    note('ready-to-show');
    window.show();
  });
  window
    .loadURL(`app://fixture${pathname}`)
    .catch((error) => note('load-failed', { message: error.message }));
  return window;
}

function fork(args, env) {
  const child = utilityProcess.fork(path.join(here, 'utility.mjs'), args, {
    serviceName: 'fixture',
    env: { ...process.env, ...env },
  });
  for (const name of ['spawn', 'exit']) child.on(name, (code) => note(`utility-${name}`, { code }));
  const flood = [];
  globalThis.flood = flood;
  child.on('message', (message) => {
    if (typeof message === 'number') flood.push(message);
    else note('utility-message', { message });
  });
  return child;
}

async function serve(request) {
  const url = new URL(request.url);
  note('serve', { url: request.url, method: request.method });
  if (url.host !== 'fixture') return new Response('no', { status: 404 });
  if (url.pathname === '/allowed-away')
    return new Response(null, { status: 302, headers: { location: 'https://evil.example/redirected' } });
  if (url.pathname === '/echo')
    return new Response(await request.text(), {
      status: 201,
      headers: { 'x-origin': request.headers.get('origin') ?? '' },
    });
  if (url.pathname === '/download')
    return new Response('data', { headers: { 'content-disposition': 'attachment; filename="d.bin"' } });
  const name = url.pathname === '/allowed' ? 'index.html' : path.basename(url.pathname);
  const type = name.endsWith('.html') ? 'text/html' : 'text/javascript';
  try {
    const body = await readFile(path.join(here, name));
    const policy = "default-src 'self'; frame-src *; script-src 'self'; connect-src app: https:";
    return new Response(body, {
      headers: {
        'content-type': type,
        // What the runtime forbids by itself is seen only where the app forbids nothing.
        ...(url.searchParams.has('open') ? {} : { 'content-security-policy': policy }),
      },
    });
  } catch {
    return new Response('not found', { status: 404 });
  }
}
