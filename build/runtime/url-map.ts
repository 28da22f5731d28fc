/**
 * The page's side of a privileged scheme. Chromium cannot be taught a new scheme from outside, so `app://console/x`
 * is shown as `https://console.app.invalid/x`: a secure context with a real origin, under a top-level domain that RFC
 * 6761 keeps from ever resolving. Main-process code sees `app://` only.
 */
export class UrlMap {
  readonly #schemes = new Set<string>();

  /** Adds a scheme. Throws if its name does not fit into a host name. */
  register(scheme: string): void {
    if (!/^[a-z][a-z0-9-]*$/.test(scheme))
      throw new Error(`The Chromium runtime cannot stand in for the scheme ${scheme}:`);
    this.#schemes.add(scheme);
  }

  /** What Chromium is to load for a URL of the app. Other URLs stay as they are. */
  toPage(url: string): string {
    const match = /^([a-z][a-z0-9-]*):\/\/([^/?#]+)(.*)$/is.exec(url);
    const [, scheme = '', host = '', rest = ''] = match ?? [];
    if (match === null || !this.#schemes.has(scheme.toLowerCase())) return url;
    return `https://${withSuffix(host.toLowerCase(), scheme.toLowerCase())}${rest.startsWith('/') ? rest : `/${rest}`}`;
  }

  /** What main-process code sees for a URL of Chromium. Other URLs stay as they are. */
  fromPage(url: string): string {
    const match = /^(blob:)?https:\/\/([^/?#]+)(.*)$/is.exec(url);
    const [, prefix = '', authority = '', rest = ''] = match ?? [];
    const parts = /^(.+)\.([a-z][a-z0-9-]*)\.invalid(:\d+)?$/.exec(authority);
    const [, host = '', scheme = '', port = ''] = parts ?? [];
    if (parts === null || !this.#schemes.has(scheme)) return url;
    return `${prefix}${scheme}://${host}${port}${rest}`;
  }

  /** The origin as main-process code sees it, `app://console`; `null` for opaque ones. */
  originFromPage(origin: string): string {
    return origin === '' || origin === '://' ? 'null' : this.fromPage(origin);
  }

  /** Replaces the app's origins in a header (Content-Security-Policy, Access-Control-Allow-Origin, Location). */
  headerToPage(value: string): string {
    let mapped = value;
    for (const scheme of this.#schemes) {
      mapped = mapped.replace(
        new RegExp(`\\b${scheme}://([a-z0-9.-]+)`, 'gi'),
        (_, host: string) => `https://${host.toLowerCase()}.${scheme}.invalid`,
      );
      mapped = mapped.replace(
        new RegExp(`(^|[\\s;])${scheme}:(?=$|[\\s;])`, 'gi'),
        `$1https://*.${scheme}.invalid`,
      );
    }
    return mapped;
  }
}

function withSuffix(host: string, scheme: string): string {
  const [name = '', port] = host.split(':');
  return `${name}.${scheme}.invalid${port === undefined ? '' : `:${port}`}`;
}
