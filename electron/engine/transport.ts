import tls from 'node:tls';

/**
 * Holds every connection of this process to TLS 1.2 or newer with a verified certificate, `fetch` among them, whatever
 * NODE_OPTIONS=--tls-min-v1.0 or NODE_TLS_REJECT_UNAUTHORIZED=0 say. Call it before the first connection.
 *
 * NODE_USE_SYSTEM_CA=1 adds the authorities that the system trusts. It is read here, for in a package Node's own reading of
 * its options is off (build/package/fuses.ts).
 *
 * SECURITY: docs/threat-model.md#transport
 */
export function secureTransport(environment: NodeJS.ProcessEnv = process.env): void {
  tls.DEFAULT_MIN_VERSION = 'TLSv1.2';
  // Node reads it anew for every connection.
  delete environment.NODE_TLS_REJECT_UNAUTHORIZED;
  if (environment.NODE_USE_SYSTEM_CA === '1') {
    const trusted = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
    tls.setDefaultCACertificates([...new Set(trusted)]);
  }
}
