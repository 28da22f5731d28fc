/** Where the page lives. The host is fixed, so that one origin owns all that the page keeps. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'console';
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`;

/**
 * True for an address of the app itself. Compares scheme and host: `URL.origin` of a custom scheme is "null" in Node.
 */
export function isAppUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === `${APP_SCHEME}:` &&
    parsed.host === APP_HOST &&
    parsed.username === '' &&
    parsed.password === ''
  );
}
