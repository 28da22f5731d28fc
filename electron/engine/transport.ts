import tls from 'node:tls';

/**
 * Holds every connection of this process to TLS 1.2 or newer with a verified certificate, `fetch` among them, whatever
 * NODE_OPTIONS=--tls-min-v1.0 or NODE_TLS_REJECT_UNAUTHORIZED=0 say. Call it before the first connection.
 *
 * SECURITY: docs/threat-model.md#transport
 */
export function secureTransport(environment: NodeJS.ProcessEnv = process.env): void {
  tls.DEFAULT_MIN_VERSION = 'TLSv1.2';
  // Node reads it anew for every connection.
  delete environment.NODE_TLS_REJECT_UNAUTHORIZED;
}
