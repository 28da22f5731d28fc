/** A place where something that looks like a secret may stand, and why. */
export interface Allowed {
  readonly path: string;
  /** The rule that speaks there, by the end of its name. */
  readonly rule: string;
  readonly why: string;
}

/** Each is a made-up value of a test, or a key that guards nothing. An entry that is no longer needed fails the check. */
export const ALLOWED_SECRETS: readonly Allowed[] = [
  {
    path: 'build/runtime/conformance/untrusted-key.pem',
    rule: 'privatekey',
    why: 'key of a certificate that the conformance tests must see refused',
  },
  {
    path: 'e2e/clinic/config.ts',
    rule: 'aws',
    why: 'the demo clinic’s own account number, which no account at Amazon has',
  },
  {
    path: 'electron/engine/cognito/testing/self-signed.ts',
    rule: 'privatekey',
    why: 'key of a certificate that the transport tests must see refused',
  },
  {
    path: 'shared/domain/settings.test.ts',
    rule: 'basicauth',
    why: 'an address with a password in it, which the settings must refuse',
  },
];
