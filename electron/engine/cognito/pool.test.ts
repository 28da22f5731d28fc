import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toErrorValue } from '../../../shared/errors.ts';
import { CognitoPool } from './pool.ts';

const HOUR_MS = 3_600_000;

interface Asked {
  readonly target: string;
  readonly body: string;
}

let server: Server;
let pool: CognitoPool;
let asked: Asked[];
let answers: { status?: number; date?: string; body: unknown }[];

beforeEach(async () => {
  asked = [];
  answers = [];
  server = createServer((request, out) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      asked.push({ target, body });
      const { status = 200, date, body: answer } = answers.shift() ?? { body: {} };
      if (date !== undefined) out.setHeader('Date', date);
      out.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  pool = new CognitoPool({
    region: 'us-east-1',
    userPoolId: 'us-east-1_Pool',
    clientId: 'client',
    cognitoEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
});
afterEach(() => {
  pool.close();
  server.closeAllConnections();
  server.close();
});

async function codeOf(running: Promise<unknown>): Promise<string> {
  return running.then(
    () => 'ok',
    (error: unknown) => toErrorValue(error).code,
  );
}

describe('the pool’s clock', () => {
  const at = (offsetMs: number): string => new Date(Date.now() + offsetMs).toUTCString();
  const refusal = { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' };

  it.each([
    ['an answer', 200, { Username: 'dana', UserAttributes: [] }, HOUR_MS],
    ['a refusal', 400, refusal, -HOUR_MS],
    ['a failure of the pool', 400, { __type: 'TooManyRequestsException' }, HOUR_MS],
  ])('is heard in %s', async (_what, status, body, offsetMs) => {
    answers = Array.from({ length: 3 }, () => ({ status, date: at(offsetMs), body }));
    await codeOf(pool.checkAccess('token'));
    expect(Math.abs(pool.skewMs - offsetMs)).toBeLessThan(5_000);
  });

  it('is not believed where it is no time', async () => {
    answers = [{ date: 'yesterday', body: {} }];
    await codeOf(pool.checkAccess('token'));
    expect(pool.skewMs).toBe(0);
  });

  it('explains a proof that is refused', async () => {
    answers = [{ status: 400, date: at(HOUR_MS), body: refusal }];
    expect(await codeOf(pool.signIn('dana', 'secret'))).toBe('auth/clock-skew');
  });
});

describe('signing in', () => {
  const challenge = {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: 'ab12',
      SECRET_BLOCK: Buffer.from('block').toString('base64'),
      SRP_B: 'f'.repeat(768).replace(/f$/, '1'),
      USER_ID_FOR_SRP: 'user-1',
      USERNAME: 'user-1',
    },
  };

  it('sends no password, and nothing that it could be read from', async () => {
    answers = [
      { body: { ...challenge, Session: 'session-1'.padEnd(20, 'x') } },
      {
        body: {
          ChallengeName: 'SOFTWARE_TOKEN_MFA',
          Session: 'session-2'.padEnd(20, 'x'),
          ChallengeParameters: { USER_ID_FOR_SRP: 'user-1' },
        },
      },
    ];
    const step = await pool.signIn('dana', 'correct horse');
    expect(step).toEqual({ kind: 'totp', session: 'session-2'.padEnd(20, 'x'), userId: 'user-1' });
    expect(asked.map(({ target }) => target)).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
    expect(asked.map(({ body }) => body).join('')).not.toMatch(/correct|horse/);
  });

  it.each([
    ['zero', '0'],
    ['nothing', ''],
    ['no number', 'xyz'],
  ])('stops at a server key of %s', async (_what, SRP_B) => {
    answers = [{ body: { ...challenge, ChallengeParameters: { ...challenge.ChallengeParameters, SRP_B } } }];
    expect(await codeOf(pool.signIn('dana', 'secret'))).toBe('pool/failed');
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['NEW_PASSWORD_REQUIRED', 'auth/password-change-required'],
    ['MFA_SETUP', 'auth/mfa-setup-required'],
    ['SMS_MFA', 'auth/challenge-unsupported'],
    ['SELECT_MFA_TYPE', 'auth/challenge-unsupported'],
    ['DEVICE_SRP_AUTH', 'auth/challenge-unsupported'],
  ])('%s → %s', async (ChallengeName, code) => {
    answers = [
      { body: { ...challenge, Session: 's'.repeat(20) } },
      { body: { ChallengeName, Session: 's'.repeat(20) } },
    ];
    expect(await codeOf(pool.signIn('dana', 'secret'))).toBe(code);
  });

  it('quotes no challenge that a server made up', async () => {
    answers = [{ body: { ChallengeName: '<b>dana@clinic.example</b>' } }];
    const failure: unknown = await pool.signIn('dana', 'secret').catch((error: unknown) => error);
    expect(toErrorValue(failure)).toMatchObject({ detail: { challenge: 'none' } });
  });

  it.each([
    ['no tokens', {}],
    ['an empty result', { AuthenticationResult: {} }],
    ['half of them', { AuthenticationResult: { IdToken: 'i' } }],
  ])('does not take %s for a sign-in', async (_what, body) => {
    answers = [{ body: { ...challenge, Session: 's'.repeat(20) } }, { body }];
    expect(await codeOf(pool.signIn('dana', 'secret'))).toBe('pool/failed');
  });
});

it('asks nothing any more once it is closed', async () => {
  pool.close();
  expect(await codeOf(pool.refresh('token'))).toBe('pool/unreachable');
  expect(asked).toEqual([]);
});
