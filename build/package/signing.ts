import type { Target } from './target.ts';

/** How the package is signed, as the environment says. */
export interface Signing {
  readonly signed: boolean;
  readonly notarised: boolean;
  /** For the person who builds: what was found, and what is missing. No value of a variable is in it. */
  readonly says: string;
}

const APPLE_API = ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'] as const;
const APPLE_ACCOUNT = ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'] as const;

/**
 * electron-builder reads the same variables itself; this decides beforehand, so that a package is never unsigned by
 * accident: with a certificate, an unsigned result is an error; without one, it is said.
 */
export function signingOf(
  { platform }: Target,
  environment: Readonly<Record<string, string | undefined>>,
): Signing {
  const has = (name: string): boolean => (environment[name] ?? '') !== '';
  if (platform === 'linux') {
    return {
      signed: false,
      notarised: false,
      says: 'Linux packages carry no signature of their own: publish SHA-256 sums, or sign the repository that holds them.',
    };
  }
  const certificate = has('CSC_LINK') || (platform === 'win32' && has('WIN_CSC_LINK'));
  if (!certificate) {
    return {
      signed: false,
      notarised: false,
      says: `UNSIGNED: no CSC_LINK${platform === 'win32' ? ' or WIN_CSC_LINK' : ''}. Such a package is for trying out, not for handing out.`,
    };
  }
  if (platform === 'win32') return { signed: true, notarised: false, says: 'Signed (Authenticode).' };
  const notarised = APPLE_API.every(has) || APPLE_ACCOUNT.every(has);
  return {
    signed: true,
    notarised,
    says: notarised
      ? 'Signed and notarised.'
      : `Signed, NOT NOTARISED: neither ${APPLE_API.join(', ')} nor ${APPLE_ACCOUNT.join(', ')} are all set.`,
  };
}
