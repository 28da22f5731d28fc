import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, SECURITY_HEADERS } from './csp.ts';

/** Directive names of CSP Level 3 and Trusted Types: a browser ignores a misspelt one in silence. */
const KNOWN = new Set([
  'default-src',
  'script-src',
  'style-src',
  'font-src',
  'img-src',
  'connect-src',
  'base-uri',
  'form-action',
  'frame-ancestors',
  'require-trusted-types-for',
  'trusted-types',
]);
const KEYWORDS = new Set(["'none'", "'self'", "'script'"]);

const parsed = new Map(
  CONTENT_SECURITY_POLICY.split(';').map((part) => {
    const [directive = '', ...sources] = part.trim().split(/\s+/);
    return [directive, sources] as const;
  }),
);

describe('the content security policy', () => {
  it('uses only directives and keywords that browsers know', () => {
    for (const [directive, sources] of parsed) {
      expect(KNOWN).toContain(directive);
      expect(sources.length).toBeGreaterThan(0);
      for (const source of sources) expect(KEYWORDS).toContain(source);
    }
  });

  it('denies by default, and names every directive that does not fall back to the default', () => {
    expect(parsed.get('default-src')).toEqual(["'none'"]);
    for (const directive of ['base-uri', 'form-action', 'frame-ancestors']) {
      expect(parsed.get(directive)).toEqual(["'none'"]);
    }
  });

  it('allows no inline code, no eval, no network', () => {
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|data:|blob:|https?:|\*/);
    expect(parsed.get('connect-src')).toEqual(["'none'"]);
  });

  it('goes out as a header', () => {
    expect(SECURITY_HEADERS['Content-Security-Policy']).toBe(CONTENT_SECURITY_POLICY);
  });
});
