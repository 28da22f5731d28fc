/** Signed tokens (RFC 7519, compact form), which secretlint's recommended rules do not look for: the lines they are on. */
export function findTokens(text: string): readonly number[] {
  return [...text.matchAll(/\beyJ[\w-]{8,}\.eyJ[\w-]{4,}\.[\w-]{16,}/gu)]
    .filter(([token]) => isHeader(token.split('.')[0] ?? ''))
    .map(({ index }) => text.slice(0, index).split('\n').length);
}

function isHeader(part: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof header === 'object' && header !== null && 'alg' in header;
  } catch {
    return false;
  }
}
