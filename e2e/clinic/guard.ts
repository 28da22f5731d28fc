import type { FastifyInstance } from 'fastify';

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** True if a Host header names this machine by its loopback address: a rebound DNS name does not. */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK_NAMES.has(host.replace(/:\d+$/, '').toLowerCase());
}

/**
 * Keeps web pages out. SECURITY: a page that the operator visits can send requests to loopback, or rebind its own name to
 * it and read the answers; the persons' page carries passwords, and the control moves time. So every Host must be
 * loopback; and at `/_clinic` nothing from another site is answered, nor anything that a page (Origin) would write.
 */
export function registerGuard(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isLoopbackHost(request.headers.host)) {
      await reply.code(421).type('text/plain').send('This clinic answers to loopback names only.\n');
      return;
    }
    if (!request.url.startsWith('/_clinic')) return;
    const site = request.headers['sec-fetch-site'];
    const isForeign = site === 'cross-site' || site === 'same-site';
    const isPageWrite =
      request.method !== 'GET' && request.method !== 'HEAD' && request.headers.origin !== undefined;
    if (isForeign || isPageWrite) {
      await reply.code(403).type('text/plain').send('The control of the clinic is not for web pages.\n');
    }
  });
}
