import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isAppError, type ErrorCode } from '../../../shared/errors.ts';
import { CognitoPool } from './pool.ts';
import { toPoolError, toSessionError } from './pool-failure.ts';
import { SELF_SIGNED } from './testing/self-signed.ts';

function refusal(name: string, message = 'dana@clinic.example'): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
}

describe('Cognito’s own refusals', () => {
  // Types: AWS API reference of InitiateAuth, RespondToAuthChallenge, GetTokensFromRefreshToken, GetUser, RevokeToken.
  // Sentences: as people report them in public issue trackers; AWS documents none of them.
  const rows: readonly [string, string, ErrorCode][] = [
    ['NotAuthorizedException', 'Incorrect username or password.', 'auth/wrong-credentials'],
    ['NotAuthorizedException', 'User does not exist.', 'auth/wrong-credentials'],
    ['NotAuthorizedException', 'Password attempts exceeded', 'auth/too-many-attempts'],
    ['NotAuthorizedException', 'User is disabled.', 'auth/user-disabled'],
    ['NotAuthorizedException', 'Refresh Token has been revoked', 'auth/session-revoked'],
    ['NotAuthorizedException', 'Access Token has been revoked', 'auth/session-revoked'],
    ['NotAuthorizedException', 'Refresh Token has expired', 'auth/session-expired'],
    ['NotAuthorizedException', 'Access Token has expired', 'auth/session-expired'],
    ['NotAuthorizedException', 'Invalid Refresh Token', 'auth/session-revoked'],
    ['NotAuthorizedException', 'Invalid Access Token', 'auth/session-revoked'],
    ['NotAuthorizedException', 'Invalid session for the user, session is expired.', 'auth/code-expired'],
    [
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
      'auth/code-expired',
    ],
    ['NotAuthorizedException', 'Invalid session for the user.', 'auth/code-expired'],
    ['NotAuthorizedException', 'Unable to verify secret hash for client abc', 'auth/challenge-unsupported'],
    [
      'NotAuthorizedException',
      'Client abc is configured with secret but SECRET_HASH was not received',
      'auth/challenge-unsupported',
    ],
    ['NotAuthorizedException', 'Timestamp is too old', 'auth/clock-skew'],
    ['UserNotFoundException', 'User does not exist.', 'auth/wrong-credentials'],
    ['PasswordResetRequiredException', 'Password reset required', 'auth/password-change-required'],
    ['UserNotConfirmedException', 'User is not confirmed.', 'auth/user-not-confirmed'],
    ['CodeMismatchException', 'Invalid code received for user', 'auth/wrong-code'],
    ['CodeMismatchException', 'Invalid session provided', 'auth/code-expired'],
    ['EnableSoftwareTokenMFAException', 'Code mismatch', 'auth/wrong-code'],
    ['ExpiredCodeException', 'Your software token has already been used once.', 'auth/wrong-code'],
    [
      'SoftwareTokenMFANotFoundException',
      'User has not set up software token mfa',
      'auth/mfa-setup-required',
    ],
    ['MFAMethodNotFoundException', 'No MFA mechanism registered', 'auth/mfa-setup-required'],
    ['TooManyRequestsException', 'Too many requests', 'pool/throttled'],
    ['LimitExceededException', 'Attempt limit exceeded, please try after some time.', 'pool/throttled'],
    ['TooManyFailedAttemptsException', 'Too many failed attempts', 'auth/too-many-attempts'],
    ['RefreshTokenReuseException', 'Refresh token reuse', 'auth/session-revoked'],
    ['ResourceNotFoundException', 'User pool client abc does not exist.', 'pool/not-found'],
    ['InternalErrorException', 'Something went wrong', 'pool/failed'],
    ['InvalidParameterException', 'Missing required parameter USERNAME', 'pool/failed'],
    [
      'InvalidParameterException',
      'USER_SRP_AUTH is not enabled for the client.',
      'auth/challenge-unsupported',
    ],
    ['ForbiddenException', 'Request not allowed due to WAF block.', 'pool/failed'],
    ['UserLambdaValidationException', 'PreAuthentication failed with error no.', 'pool/failed'],
    ['UnexpectedLambdaException', 'x', 'pool/failed'],
    ['InvalidLambdaResponseException', 'x', 'pool/failed'],
    ['InvalidUserPoolConfigurationException', 'x', 'pool/failed'],
    ['UnsupportedOperationException', 'x', 'pool/failed'],
    ['UnsupportedTokenTypeException', 'x', 'pool/failed'],
    ['UnauthorizedException', 'x', 'pool/failed'],
    ['toString', 'x', 'pool/unreachable'],
  ];

  it.each(rows)('%s “%s” → %s', (name, message, code) => {
    const named = toPoolError(refusal(name, message), 0);
    expect(named.code).toBe(code);
    expect(named.message).not.toContain(message);
  });

  it('blames the clock for an unexplained refusal only beyond five minutes', () => {
    const unexplained = refusal('NotAuthorizedException', 'Incorrect username or password.');
    expect(toPoolError(unexplained, 5 * 60_000).code).toBe('auth/wrong-credentials');
    expect(toPoolError(unexplained, 5 * 60_000 + 1).code).toBe('auth/clock-skew');
    expect(toPoolError(unexplained, -5 * 60_000 - 1).code).toBe('auth/clock-skew');
  });

  it.each([
    ['NotAuthorizedException', 'Something new'],
    ['UserNotFoundException', 'User does not exist.'],
  ])('%s ends a session, whatever the clocks say', (name, message) => {
    expect(toSessionError(refusal(name, message), 0).code).toBe('auth/session-revoked');
    expect(toSessionError(refusal(name, message), 900_000).code).toBe('auth/session-revoked');
  });

  it('does not end a session because the pool is away', () => {
    expect(toSessionError(new TypeError('fetch failed'), 0).code).toBe('pool/unreachable');
    expect(toSessionError(refusal('TooManyRequestsException'), 0).code).toBe('pool/throttled');
  });
});

describe('what stands in the way of the pool', () => {
  let server: Server | null = null;
  let pool: CognitoPool | null = null;
  afterEach(() => {
    vi.unstubAllEnvs();
    pool?.close();
    server?.closeAllConnections();
    server?.close();
    server = null;
  });

  async function codeWith(answer: RequestListener, scheme: 'http' | 'https' = 'http'): Promise<ErrorCode> {
    server = scheme === 'http' ? createServer(answer) : createTlsServer(SELF_SIGNED, answer);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return codeAt(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async function codeAt(cognitoEndpoint: string): Promise<ErrorCode> {
    pool = new CognitoPool({
      region: 'us-east-1',
      userPoolId: 'us-east-1_abc',
      clientId: 'client',
      cognitoEndpoint,
    });
    const failure: unknown = await pool.refresh('se-cr-et').catch((error: unknown) => error);
    if (!isAppError(failure)) throw new Error('no typed failure');
    expect(failure.message).not.toMatch(/se-cr-et|127\.0\.0\.1|html/i);
    return failure.code;
  }

  const page = '<!doctype html><title>Hotel Wi-Fi</title>';
  const html = { 'Content-Type': 'text/html' };
  const json = { 'Content-Type': 'application/x-amz-json-1.1' };
  const rows: readonly [string, RequestListener, ErrorCode][] = [
    ['a captive portal’s page', (_, out) => out.writeHead(200, html).end(page), 'pool/unreachable'],
    [
      'a captive portal’s redirect',
      (_, out) => out.writeHead(302, { Location: 'http://portal.example/' }).end(),
      'pool/unreachable',
    ],
    ['a captive portal’s 511', (_, out) => out.writeHead(511, html).end(page), 'pool/unreachable'],
    ['a proxy’s refusal', (_, out) => out.writeHead(403, html).end(page), 'pool/unreachable'],
    ['a proxy’s 502', (_, out) => out.writeHead(502, html).end(page), 'pool/unreachable'],
    ['a bare 503', (_, out) => out.writeHead(503).end(), 'pool/unreachable'],
    ['a bare 429', (_, out) => out.writeHead(429).end(), 'pool/throttled'],
    ['a dropped connection', (_, out) => out.destroy(), 'pool/unreachable'],
    [
      'half an answer',
      (_, out) => {
        out.writeHead(200, { ...json, 'Content-Length': '500' });
        out.write('{"Authentic', () => out.destroy());
      },
      'pool/unreachable',
    ],
    ['an empty answer', (_, out) => out.writeHead(200, json).end(), 'pool/failed'],
    ['null', (_, out) => out.writeHead(200, json).end('null'), 'pool/failed'],
    ['a list', (_, out) => out.writeHead(200, json).end('[]'), 'pool/failed'],
    [
      'the pool’s own 500',
      (_, out) => out.writeHead(500, json).end('{"__type":"InternalErrorException"}'),
      'pool/failed',
    ],
    [
      'the pool’s own throttle',
      (_, out) => out.writeHead(400, json).end('{"__type":"TooManyRequestsException"}'),
      'pool/throttled',
    ],
  ];
  it.each(rows)('%s', { timeout: 20_000 }, async (_what, answer, code) => {
    expect(await codeWith(answer)).toBe(code);
  });

  it('nobody listens', async () => {
    expect(await codeAt('http://127.0.0.1:9')).toBe('pool/unreachable');
  });

  it('no such name', async () => {
    expect(await codeAt('https://pool.invalid')).toBe('pool/unreachable');
  });

  it.each([['1'], ['0']])(
    'a certificate that vouches for itself, with NODE_TLS_REJECT_UNAUTHORIZED=%s',
    async (value) => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', value);
      let reached = false;
      const code = await codeWith((_, out) => {
        reached = true;
        out.writeHead(200, json).end('{}');
      }, 'https');
      expect(code).toBe('pool/unreachable');
      expect(reached).toBe(false);
    },
  );

  it('ends what is under way when it is closed', async () => {
    const failing = codeWith(() => undefined);
    await expect.poll(() => server?.listening).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    pool?.close();
    expect(await failing).toBe('pool/unreachable');
  });
});
