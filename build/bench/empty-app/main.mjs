// The least that shows a window on a runtime: what `bench start` measures the console against.
import { app, BrowserWindow, protocol } from 'electron';

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);

void app.whenReady().then(() => {
  protocol.handle('app', () => {
    const page = '<!doctype html><title>Empty</title><h1>Empty</h1>';
    return new Response(page, { headers: { 'Content-Type': 'text/html' } });
  });
  const window = new BrowserWindow({ width: 1360, height: 860, webPreferences: { sandbox: true } });
  void window.loadURL('app://empty/');
});
app.on('window-all-closed', () => {
  app.quit();
});
