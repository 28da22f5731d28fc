import type { BrowserWindow } from 'electron';

/** A page that dies sooner than this after a reload is left alone: reloading it again would only flicker. */
const MIN_LIFE_MS = 5_000;

/** Brings a crashed page back; the engine and the session live elsewhere and have not noticed. */
export function reloadAfterCrash(window: BrowserWindow, now: () => number = Date.now): void {
  let reloadedAt = -MIN_LIFE_MS;
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed() || now() - reloadedAt < MIN_LIFE_MS) return;
    reloadedAt = now();
    window.webContents.reload();
  });
}
