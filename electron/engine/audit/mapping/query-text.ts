const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What stands in a base64Binary: text if it is UTF-8, else only its length; null where it is no base64. */
export type Decoded = { readonly text: string } | { readonly bytes: number };

/** Decodes FHIR base64Binary (RFC 4648 §4; white space is allowed, the URL alphabet is not). */
export function decodeBase64(value: string): Decoded | null {
  if (!BASE64.test(value)) return null;
  const bytes = Buffer.from(value, 'base64');
  const digits = value.replace(/[\s=]/g, '').length;
  if (digits % 4 === 1) return null;
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    return { bytes: bytes.length };
  }
}

/** The same query with its percent escapes read, so that a search for "Öberg" finds `family=%C3%96berg`. */
export function withoutEscapes(query: string): string {
  if (!query.includes('%')) return query;
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}
