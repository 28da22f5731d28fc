import { BrowserWindow, nativeTheme } from 'electron';
import { APP_URL } from '../security/app-url.ts';
import { securePreferences } from '../security/web-preferences.ts';
import { keepWindowState, readWindowState } from './window-state.ts';

export interface MainWindowOptions {
  readonly preload: string;
  readonly stateFile: string;
  readonly developerTools: boolean;
}

/** The page's own background, so that no white flash greets a night shift. */
const BACKGROUND = { dark: '#14171c', light: '#ffffff' } as const;

/** Opens the console's window where it stood last time, and shows it once it has painted. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { maximized, ...bounds } = readWindowState(options.stateFile);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'MedMinder Console',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    autoHideMenuBar: true,
    webPreferences: securePreferences(options),
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => {
    window.show();
  });
  window.on('close', () => {
    keepWindowState(options.stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  // A title set by the page could name a patient; ours never changes.
  window.on('page-title-updated', (event) => {
    event.preventDefault();
  });
  void window.loadURL(APP_URL);
  return window;
}
