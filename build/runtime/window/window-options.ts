import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import { NotInRuntimeError } from '../closed.ts';

const OPTIONS: ReadonlySet<string> = new Set([
  'width',
  'height',
  'x',
  'y',
  'minWidth',
  'minHeight',
  'show',
  'title',
  'backgroundColor',
  'autoHideMenuBar',
  'webPreferences',
]);

/** What Chromium does anyway, and therefore may be asked for; another value cannot be honoured. */
const FIXED: Readonly<Partial<Record<keyof WebPreferences, readonly unknown[]>>> = {
  sandbox: [true],
  contextIsolation: [true],
  nodeIntegration: [false],
  nodeIntegrationInWorker: [false],
  nodeIntegrationInSubFrames: [false],
  webSecurity: [true],
  allowRunningInsecureContent: [false],
  experimentalFeatures: [false],
  webviewTag: [false],
  navigateOnDragDrop: [false],
  safeDialogs: [true, false],
  disableDialogs: [false],
  images: [true],
  javascript: [true],
  plugins: [false],
  webgl: [true, false],
  spellcheck: [true, false],
  devTools: [true, false],
  backgroundThrottling: [true, false],
  autoplayPolicy: ['document-user-activation-required', 'no-user-gesture-required'],
};

/** Refuses options that the runtime would silently leave undone, above all those that weaken the page's isolation. */
export function checkWindowOptions(options: BrowserWindowConstructorOptions): void {
  for (const name of Object.keys(options)) {
    if (!OPTIONS.has(name)) throw new NotInRuntimeError(`BrowserWindow option ${name}`);
  }
  for (const [name, value] of Object.entries(options.webPreferences ?? {}) as [
    keyof WebPreferences,
    unknown,
  ][]) {
    if (name === 'preload' || value === undefined) continue;
    const allowed = FIXED[name];
    if (allowed === undefined || !allowed.includes(value)) {
      throw new NotInRuntimeError(`webPreferences.${name}: ${JSON.stringify(value)}`);
    }
  }
}
