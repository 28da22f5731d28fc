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
  ResourceNotFoundException: 'pool/not-found',
  InternalErrorException: 'pool/failed',
};

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
  [/session (is|has) expired|invalid session|session can only be used once/i, 'auth/code-expired'],
  [/timestamp|clock/i, 'auth/clock-skew'],
];

const NETWORK = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENETUNREACH',
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

/** Cognito accepts a proof whose time is within five minutes of its own. */
const TOLERATED_SKEW_MS = 5 * 60_000;

function poolCodeOf(error: unknown, skewMs: number): ErrorCode {
  if (!(error instanceof Error)) return 'pool/failed';
  if (error.name === 'NotAuthorizedException') {
    const known = NOT_AUTHORIZED.find(([words]) => words.test(error.message))?.[1];
    return known ?? (Math.abs(skewMs) > TOLERATED_SKEW_MS ? 'auth/clock-skew' : 'auth/wrong-credentials');
  }
  const named = BY_NAME[error.name];
  if (named !== undefined) return named;
  if (isNetworkFailure(error)) return 'pool/unreachable';
  const status = httpStatusOf(error);
  if (status === 429) return 'pool/throttled';
  // What is no answer of Cognito (a captive portal's page, a proxy's error) is no pool that we reached.
  return error.name === 'SyntaxError' || status === undefined ? 'pool/unreachable' : 'pool/failed';
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
