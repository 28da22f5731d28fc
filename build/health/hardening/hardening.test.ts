import { expect, describe, it } from 'vitest';
import { root } from '../../setup/paths.mjs';
import { look } from './rule.ts';
import { HARDENING } from './rules.ts';
import { shippedSources, Tree } from './tree.ts';

const files = shippedSources(root);

/** Rule, file, what stands there, what is planted instead (null: the file goes). */
type Mistake = readonly [rule: string, file: string, from: string | RegExp, to: string | null];

const FUSES = 'build/package/fuses.ts';
const CONFIGURATION = 'build/package/configuration.ts';
const PREFERENCES = 'electron/security/web-preferences.ts';
const WINDOW = 'electron/window/main-window.ts';
const MAIN = 'electron/main.ts';
const CSP = 'electron/security/csp.ts';
const PROTOCOL = 'electron/security/app-protocol.ts';
const PAGE = 'renderer/index.html';
const NAVIGATION = 'electron/security/navigation.ts';
const BRIDGE = 'electron/ipc/bridge.ts';
const SENDER = 'electron/ipc/trusted-sender.ts';
const PRELOAD = 'electron/preload.ts';
const PERMISSIONS = 'electron/security/permissions.ts';
const NETWORK = 'electron/security/network.ts';
const CERTIFICATES = 'electron/security/certificates.ts';
const POOL = 'electron/engine/cognito/pool-client.ts';
const END = /$/u;

const mistakes: readonly Mistake[] = [
  ['fuses', FUSES, 'RunAsNode: false', 'RunAsNode: true'],
  ['fuses', FUSES, 'EnableNodeCliInspectArguments: false', 'EnableNodeCliInspectArguments: isDebug'],
  ['fuses', FUSES, '  OnlyLoadAppFromAsar: true,\n', ''],
  ['fuses', FUSES, '  OnlyLoadAppFromAsar: true,\n', '  ...others,\n'],
  ['fuses', FUSES, 'Required<Record<FuseName, boolean>>', 'Partial<Record<FuseName, boolean>>'],
  ['fuses', FUSES, 'strictlyRequireAllFuses: true', 'strictlyRequireAllFuses: false'],
  ['fuses', FUSES, END, null],
  ['fuses', CONFIGURATION, 'asar: true', 'asar: false'],
  ['fuses', CONFIGURATION, 'asar: true', 'asar: true, disableAsarIntegrity: true'],
  ['fuses', CONFIGURATION, 'await burnFuses(', 'void ('],
  ['fuses', CONFIGURATION, 'asar: true', 'asar: true, afterSign: patch'],
  ['web-preferences', PREFERENCES, 'sandbox: true', 'sandbox: false'],
  ['web-preferences', PREFERENCES, 'contextIsolation: true', 'contextIsolation: options.isolated'],
  ['web-preferences', PREFERENCES, 'nodeIntegration: false', 'nodeIntegration: true'],
  ['web-preferences', PREFERENCES, '    webviewTag: false,\n', ''],
  ['web-preferences', PREFERENCES, 'webSecurity: true', 'webSecurity: true, ...more'],
  ['web-preferences', PREFERENCES, 'webSecurity: true', "webSecurity: true, enableBlinkFeatures: 'X'"],
  ['web-preferences', PREFERENCES, 'options.developerTools', 'true'],
  ['web-preferences', WINDOW, 'securePreferences(options)', '{ preload: options.preload }'],
  ['web-preferences', WINDOW, 'securePreferences(options),', 'securePreferences(options), ...extra,'],
  ['web-preferences', WINDOW, /webPreferences: .*\n/u, ''],
  ['web-preferences', MAIN, '!app.isPackaged', 'true'],
  ['web-preferences', MAIN, 'app.enableSandbox();', "app.commandLine.appendSwitch('no-sandbox');"],
  ['web-preferences', MAIN, 'if (app.isPackaged) refuse', 'if (!app.isPackaged) refuse'],
  ['web-preferences', MAIN, END, "app.commandLine.appendSwitch('remote-debugging-port', '9222');"],
  ['web-preferences', MAIN, END, 'new electron.WebContentsView({});'],
  ['csp', CSP, "'default-src': [\"'none'\"]", "'default-src': [\"'self'\"]"],
  ['csp', CSP, "'script-src': [\"'self'\"]", "'script-src': [\"'self'\", \"'unsafe-eval'\"]"],
  ['csp', CSP, "'style-src': [\"'self'\"]", "'style-src': [\"'self'\", \"'unsafe-inline'\"]"],
  ['csp', CSP, "'connect-src': [\"'none'\"]", "'connect-src': ['http://localhost:*']"],
  ['csp', CSP, "'img-src': [\"'self'\"]", "'img-src': [\"'self'\", 'data:']"],
  ['csp', CSP, "'script-src'", "'scirpt-src'"],
  ['csp', CSP, /\s*'base-uri': .*\n/u, '\n'],
  ['csp', CSP, /\s*'require-trusted-types-for': .*\n/u, '\n'],
  ['csp', CSP, "'form-action': [\"'none'\"]", "'form-action': []"],
  ['csp', CSP, "'font-src': [\"'self'\"]", "'font-src': [FONTS]"],
  ['csp', CSP, "'Content-Security-Policy': CONTENT", "'Content-Security-Policy-Report-Only': CONTENT"],
  ['csp', PROTOCOL, 'status: 404, headers: SECURITY_HEADERS', 'status: 404'],
  ['csp', PROTOCOL, "'Content-Type': type }", "'Content-Type': type, 'Content-Security-Policy': '' }"],
  ['csp', PAGE, '<div id="root"></div>', '<div id="root"></div><script>start()</script>'],
  ['csp', PAGE, '<div id="root">', '<div id="root" onclick="start()">'],
  ['csp', PAGE, '<title>', '<link rel="stylesheet" href="https://example.org/x.css" /><title>'],
  ['navigation', MAIN, 'guardNavigation(contents);', ''],
  ['navigation', MAIN, "'web-contents-created'", "'browser-window-created'"],
  ['navigation', NAVIGATION, "'will-redirect'", "'did-redirect-navigation'"],
  ['navigation', NAVIGATION, "'will-frame-navigate'", "'did-frame-navigate'"],
  ['navigation', NAVIGATION, '!mayNavigate(event.url', 'mayNavigate(event.url'],
  ['navigation', NAVIGATION, "action: 'deny'", "action: 'allow'"],
  ['navigation', NAVIGATION, 'isMainFrame && isAppUrl(url)', 'isMainFrame || isAppUrl(url)'],
  ['navigation', WINDOW, 'loadURL(APP_URL)', "loadURL('https://example.org/')"],
  ['navigation', WINDOW, 'loadURL(APP_URL)', "loadFile('index.html')"],
  ['navigation', MAIN, END, 'x.setWindowOpenHandler(allow);'],
  ['navigation', NAVIGATION, END, null],
  ['ipc-senders', BRIDGE, /if \(!this\.#trusts\(event\)\)/u, 'if (!event)'],
  ['ipc-senders', BRIDGE, /if \(!this\.#trusts\(event\)\)/u, 'if (this.#trusts(event))'],
  ['ipc-senders', BRIDGE, 'this.#trusts(event) ? droppedPaths(message) : []', 'droppedPaths(message)'],
  ['ipc-senders', BRIDGE, 'return isTrustedSender(event,', 'return true || isTrustedSender(event,'],
  ['ipc-senders', BRIDGE, 'ipcMain.handle(', "ipcMain.handle('x', () => secrets()); ipcMain.handle("],
  ['ipc-senders', MAIN, END, "ipcMain.on('x', () => app.quit());"],
  ['ipc-senders', MAIN, END, "window.webContents.on('ipc-message', run);"],
  ['ipc-senders', SENDER, 'frame.parent === null && ', ''],
  ['ipc-senders', SENDER, 'isAppUrl(frame.url)', 'true'],
  ['ipc-senders', SENDER, ' && ownContents', ' || ownContents'],
  ['ipc-senders', PRELOAD, "('medminder', api)", "('medminder', { ...api, ipcRenderer })"],
  ['ipc-senders', PRELOAD, 'invoke(CALL_CHANNEL,', 'invoke(name,'],
  ['ipc-senders', PRELOAD, END, "contextBridge.exposeInMainWorld('more', api);"],
  ['permissions', MAIN, 'guardPermissions(session.defaultSession);', ''],
  ['permissions', MAIN, 'guardNetwork(session.defaultSession', 'guardNetwork(otherSession'],
  ['permissions', PERMISSIONS, "['clipboard-sanitized-write']", "['clipboard-sanitized-write', 'media']"],
  ['permissions', PERMISSIONS, 'callback(details.isMainFrame && ', 'callback(true || '],
  ['permissions', PERMISSIONS, '() => false', '() => true'],
  ['permissions', PERMISSIONS, 'session.setPermissionCheckHandler(', 'session.onPermissionCheck('],
  ['permissions', PERMISSIONS, 'GRANTED.has(permission) && ', ''],
  ['permissions', NETWORK, 'cancel: !mayLoad(', 'cancel: mayLoad('],
  ['permissions', NETWORK, 'event.preventDefault();', ''],
  ['permissions', MAIN, END, 'session.defaultSession.setPermissionRequestHandler(allow);'],
  ['code-from-text', MAIN, END, 'eval(text);'],
  ['code-from-text', MAIN, END, 'const run = new Function(text);'],
  ['code-from-text', MAIN, END, "setTimeout('run()', 1);"],
  ['code-from-text', MAIN, END, 'void shell.openExternal(url);'],
  ['code-from-text', MAIN, END, 'void window.webContents.executeJavaScript(text);'],
  ['code-from-text', MAIN, END, "import { exec } from 'node:child_process';"],
  ['code-from-text', MAIN, END, "const remote = await import('@electron/remote');"],
  ['code-from-text', 'renderer/main.tsx', END, 'document.body.innerHTML = text;'],
  ['code-from-text', 'renderer/main.tsx', END, 'export const x = <p dangerouslySetInnerHTML={html} />;'],
  ['code-from-text', 'renderer/main.tsx', END, 'document.write(text);'],
  ['certificates', MAIN, 'rejectBadCertificates(app);', ''],
  ['certificates', CERTIFICATES, 'callback(false)', 'callback(true)'],
  ['certificates', CERTIFICATES, 'event.preventDefault();', ''],
  ['certificates', CERTIFICATES, "'certificate-error'", "'certificate-errors'"],
  ['certificates', POOL, 'rejectUnauthorized: true', 'rejectUnauthorized: false'],
  ['certificates', MAIN, END, "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';"],
  ['certificates', MAIN, END, 'session.defaultSession.setCertificateVerifyProc(trust);'],
];

it('holds for what ships', () => {
  expect(look(HARDENING, new Tree(files))).toEqual([]);
});

/** Only the file with the mistake is parsed anew for each case. */
const parsed = new Tree(files);

describe.each(HARDENING.map(({ name }) => name))('%s', (rule) => {
  const own = mistakes.filter(([name]) => name === rule);
  it('has several planted mistakes', () => {
    expect(own.length).toBeGreaterThan(4);
  });

  it.each(own.map(([, file, from, to], index) => ({ file, from, to, index })))(
    'finds in $file: $from → $to',
    ({ file, from, to }) => {
      const text = files.get(file) ?? '';
      const planted = to === null ? '' : text.replace(from, () => to);
      expect(planted).not.toBe(text);
      const sources = new Map(parsed.sources);
      if (to === null) sources.delete(file);
      else sources.set(file, new Tree(new Map([[file, planted]])).sources.get(file)!);
      const tree = Object.assign(new Tree(new Map()), { sources });
      expect(
        look(
          HARDENING.filter(({ name }) => name === rule),
          tree,
        ),
      ).not.toEqual([]);
    },
  );
});
