// SECURITY: docs/threat-model.md#transport — a certificate that does not verify ends the connection; nobody may click on.
import type { App } from 'electron';

/** Rejects every certificate error of a page. The engine's own connections reject them in Node's TLS, by default. */
export function rejectBadCertificates(app: Pick<App, 'on'>): void {
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
}
