import { AppError, isAppError, type ErrorCode } from '../../../shared/errors.ts';

/** Cognito's own error types → our codes. What a message alone tells apart is in {@link NOT_AUTHORIZED}. */
const BY_NAME: Readonly<Record<string, ErrorCode>> = {
  UserNotFoundException: 'auth/wrong-credentials',
  PasswordResetRequiredException: 'auth/password-change-required',
  UserNotConfirmedException: 'auth/user-not-confirmed',
  CodeMismatchException: 'auth/wrong-code',
  EnableSoftwareTokenMFAException: 'auth/wrong-code',
  ExpiredCodeException: 'auth/code-expired',
  TooManyRequestsException: 'pool/throttled',
  LimitExceededException: 'pool/throttled',
  TooManyFailedAttemptsException: 'auth/too-many-attempts',
  RefreshTokenReuseException: 'auth/session-revoked',
  SoftwareTokenMFANotFoundException: 'auth/mfa-setup-required',
  MFAMethodNotFoundException: 'auth/mfa-setup-required',
  ResourceNotFoundException: 'pool/not-found',
  InternalErrorException: 'pool/failed',
};

/** The sign-in session of a challenge; NotAuthorizedException and CodeMismatchException both say so. */
const STALE_SESSION = /session (is|has) expired|invalid session|session can only be used once/i;

/**
 * NotAuthorizedException means a dozen things and tells them apart by words only (InitiateAuth, RespondToAuthChallenge
 * and GetTokensFromRefreshToken in the AWS API reference; the sentences are stable, but not a contract).
 */
const NOT_AUTHORIZED: readonly (readonly [RegExp, ErrorCode])[] = [
  [/attempts exceeded/i, 'auth/too-many-attempts'],
  [/user is disabled/i, 'auth/user-disabled'],
  [/refresh token has been revoked|access token has been revoked|token.*revoked/i, 'auth/session-revoked'],
  [/refresh token has expired|access token has expired/i, 'auth/session-expired'],
  [/invalid refresh token|invalid access token/i, 'auth/session-revoked'],
  [STALE_SESSION, 'auth/code-expired'],
  [/secret.?hash/i, 'auth/challenge-unsupported'],
  [/timestamp|clock/i, 'auth/clock-skew'],
];

const NETWORK = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENETUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ECONNABORTED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);

const MESSAGES: Partial<Record<ErrorCode, string>> = {
  'pool/unreachable': 'The user pool cannot be reached.',
  'pool/throttled': 'The user pool asks to slow down.',
  'pool/not-found': 'The user pool or its client does not exist.',
};

/**
 * Names what went wrong at the pool. The pool's own words stay out of it: they may quote a user name.
 *
 * @param skewMs the pool's clock less ours, as last seen
 */
export function toPoolError(error: unknown, skewMs: number): AppError {
  if (isAppError(error)) return error;
  const code = poolCodeOf(error, skewMs);
  return new AppError(code, MESSAGES[code] ?? 'The user pool refused the request.', { cause: error });
}

/**
 * As {@link toPoolError}, for a request that carried a token and no password: "not authorised" or "no such user" means
 * there that the session is over (user deleted, token of another client), whatever the clocks say.
 */
export function toSessionError(error: unknown, skewMs: number): AppError {
  const named = toPoolError(error, skewMs);
  if (!SIGN_IN_ONLY.has(named.code)) return named;
  return new AppError('auth/session-revoked', 'The user pool no longer knows this session.', {
    cause: error,
  });
}

const SIGN_IN_ONLY: ReadonlySet<ErrorCode> = new Set(['auth/wrong-credentials', 'auth/clock-skew']);

/** Cognito accepts a proof whose time is within five minutes of its own. */
const TOLERATED_SKEW_MS = 5 * 60_000;

function poolCodeOf(error: unknown, skewMs: number): ErrorCode {
  if (!(error instanceof Error)) return 'pool/failed';
  if (error.name === 'NotAuthorizedException') {
    const known = NOT_AUTHORIZED.find(([words]) => words.test(error.message))?.[1];
    return known ?? (Math.abs(skewMs) > TOLERATED_SKEW_MS ? 'auth/clock-skew' : 'auth/wrong-credentials');
  }
  // The sign-in goes on: the next code of the authenticator opens it.
  if (error.name === 'ExpiredCodeException' && /already been used/i.test(error.message))
    return 'auth/wrong-code';
  if (error.name === 'CodeMismatchException' && STALE_SESSION.test(error.message)) return 'auth/code-expired';
  if (error.name === 'InvalidParameterException' && /not enabled for the client/i.test(error.message)) {
    return 'auth/challenge-unsupported';
  }
  const named = Object.hasOwn(BY_NAME, error.name) ? BY_NAME[error.name] : undefined;
  if (named !== undefined) return named;
  if (isNetworkFailure(error)) return 'pool/unreachable';
  if (httpStatusOf(error) === 429) return 'pool/throttled';
  // What does not name itself as Cognito does (a captive portal's page, a proxy's 502) is no pool that we reached.
  return error.name.endsWith('Exception') ? 'pool/failed' : 'pool/unreachable';
}

function isNetworkFailure(error: Error): boolean {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && NETWORK.has(at.code)) return true;
  }
  return false;
}

function httpStatusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null)
    return undefined;
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: unknown };
  return typeof httpStatusCode === 'number' ? httpStatusCode : undefined;
}
