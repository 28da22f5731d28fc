/**
 * Every failure the console can show, by a stable code. Callers match the code, never the message or the class: errors
 * cross process boundaries as plain values.
 */
export const ERROR_CODES = [
  // the call itself
  'call/unknown',
  'call/invalid-request',
  'call/invalid-response',
  'call/untrusted-sender',
  'call/too-large',
  'call/cancelled',
  'engine/unavailable',
  'engine/internal',
  // who asks
  'auth/not-signed-in',
  'auth/locked',
  'auth/forbidden',
  'auth/step-up-required',
  'auth/wrong-credentials',
  'auth/wrong-code',
  'auth/code-expired',
  'auth/too-many-attempts',
  'auth/user-disabled',
  'auth/user-not-confirmed',
  'auth/password-change-required',
  'auth/mfa-setup-required',
  'auth/challenge-unsupported',
  'auth/session-expired',
  'auth/session-revoked',
  'auth/token-invalid',
  'auth/no-role',
  'auth/scope-changed',
  'auth/clock-skew',
  // the pool
  'pool/unreachable',
  'pool/throttled',
  'pool/not-found',
  'pool/failed',
  // keychain and vault
  'keychain/unavailable',
  'keychain/locked',
  'keychain/emptied',
  'keychain/backend-changed',
  'keychain/write-failed',
  'vault/not-found',
  'vault/wrong-password',
  'vault/password-changed',
  'vault/key-missing',
  'vault/key-mismatch',
  'vault/corrupt',
  'vault/from-future',
  'vault/other-person',
  'vault/other-scope',
  'vault/offline-expired',
  'vault/clock-rolled-back',
  'vault/locked',
  // the store
  'store/corrupt',
  'store/from-future',
  'store/disk-full',
  'store/busy',
  'store/write-failed',
  'store/wrong-key',
  'store/not-found',
  'store/closed',
  // the audit source
  'source/unreachable',
  'source/unauthorised',
  'source/forbidden',
  'source/throttled',
  'source/not-fhir',
  'source/bad-answer',
  'source/foreign-link',
  'source/loop',
  'source/failed',
  // long work and files
  'job/not-found',
  'job/not-possible',
  'job/keeps-crashing',
  'files/offer-expired',
  'files/unreadable',
  'files/not-writable',
  'files/disk-full',
  'files/nothing-to-do',
  // the desk
  'settings/invalid',
  'settings/missing',
  'settings/locked-by-policy',
  'settings/not-now',
  'settings/not-found',
  'settings/write-failed',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What may be said about a failure besides its code: counts, limits, times. Never a secret, never PHI. */
export type ErrorDetail = Readonly<Record<string, string | number | boolean>>;

/** A failure as it crosses a boundary. `message` is for the log of a developer; people read the words chosen by code. */
export interface ErrorValue {
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail?: ErrorDetail;
}

/** A failure inside one process. Build it with a code and a message free of secrets and PHI. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; detail?: ErrorDetail } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = options.detail;
  }
}

/** True for an AppError of any realm: worker threads and bundles may each hold their own copy of the class. */
export function isAppError(error: unknown): error is AppError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    (ERROR_CODES as readonly string[]).includes(error.code)
  );
}

/** True if `error` carries this code. */
export function hasCode(error: unknown, code: ErrorCode): boolean {
  return isAppError(error) && error.code === code;
}

/**
 * Turns whatever was thrown into a value that may cross a boundary. An unknown error loses its message on purpose: it
 * could quote a secret or a patient.
 */
export function toErrorValue(error: unknown): ErrorValue {
  if (!isAppError(error)) return { code: 'engine/internal', message: 'An internal error occurred.' };
  return error.detail === undefined
    ? { code: error.code, message: error.message }
    : { code: error.code, message: error.message, detail: error.detail };
}

/** The inverse of {@link toErrorValue} on the other side of a boundary. */
export function fromErrorValue(value: ErrorValue): AppError {
  return new AppError(value.code, value.message, value.detail === undefined ? {} : { detail: value.detail });
}
