// SECURITY: docs/threat-model.md#page — the page can read the renderer's files and no others.
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Protocol } from 'electron';
import { APP_SCHEME, isAppUrl } from './app-url.ts';
import { SECURITY_HEADERS } from './csp.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/**
 * The file that an address names, below `root`, or null. Symbolic links are followed before the check, so a link that
 * leads outside is refused; so are files of a type that the page has no use for.
 *
 * @param root absolute path of the renderer's built files
 */
export async function resolveAppFile(root: string, url: string): Promise<string | null> {
  if (!isAppUrl(url)) return null;
  let relative: string;
  try {
    relative = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  // On Windows a colon names a drive or a second stream of a file; none of our files has one.
  if (/[\0\\:]/.test(relative)) return null;
  const wanted = path.join(root, relative.endsWith('/') ? `${relative}index.html` : relative);
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(wanted)]);
    const inside = path.relative(realRoot, real);
    if (inside === '' || inside.startsWith('..') || path.isAbsolute(inside)) return null;
    return Object.hasOwn(CONTENT_TYPES, path.extname(real)) ? real : null;
  } catch {
    return null;
  }
}

/** Answers one request of the page for its own files. */
export async function serveAppFile(
  root: string,
  request: { method: string; url: string },
): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: SECURITY_HEADERS });
  const file = await resolveAppFile(root, request.url);
  if (file === null) return new Response('Not found', { status: 404, headers: SECURITY_HEADERS });
  const handle = await open(file);
  try {
    const body = await handle.readFile();
    const type = CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream';
    return new Response(new Uint8Array(body), { headers: { ...SECURITY_HEADERS, 'Content-Type': type } });
  } finally {
    await handle.close();
  }
}

/** What Electron must know of the scheme before the app is ready. No CORS, no fetch from other origins, no service workers. */
export const APP_SCHEME_PRIVILEGES = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false, codeCache: true },
} as const;

export function installAppProtocol(protocol: Pick<Protocol, 'handle'>, root: string): void {
  protocol.handle(APP_SCHEME, async (request) => serveAppFile(root, request));
}
