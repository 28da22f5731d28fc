import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAppError } from '../../../shared/errors.ts';
import { TokenVerifier } from './token-verifier.ts';

const POOL = { userPoolId: 'us-east-1_Pool', clientId: 'client' };
const ISSUER = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool';
const NOW_S = 1_800_000_000;

const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });

type Json = Readonly<Record<string, unknown>>;
const base64 = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function jwt(claims: Json, header: Json = {}, key: KeyObject = own.privateKey): string {
  const body = `${base64({ alg: 'RS256', kid: 'k1', ...header })}.${base64(claims)}`;
  return `${body}.${sign('RSA-SHA256', Buffer.from(body), key).toString('base64url')}`;
}

const common = { iss: ISSUER, sub: 'sub-1', iat: NOW_S, auth_time: NOW_S, exp: NOW_S + 3600, jti: 'j' };
const id = {
  ...common,
  token_use: 'id',
  aud: 'client',
  'cognito:username': 'dana',
  given_name: 'Dana',
  family_name: 'Öberg',
  'custom:clinic': 'north',
};
const access = {
  ...common,
  token_use: 'access',
  client_id: 'client',
  username: 'dana',
  'cognito:groups': ['medminder-support'],
};
const jwk = {
  ...own.publicKey.export({ format: 'jwk' }),
  kid: 'k1',
  alg: 'RS256',
  use: 'sig',
};

let server: Server;
let answer: RequestListener;
let asked: string[];
let verifier: TokenVerifier;

const keys: RequestListener = (_, out) => out.end(JSON.stringify({ keys: [jwk] }));

beforeAll(async () => {
  server = createServer((request, out) => {
    asked.push(request.url ?? '');
    answer(request, out);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  vi.useFakeTimers({ now: NOW_S * 1000, toFake: ['Date'] });
  asked = [];
  answer = keys;
  verifier = verifierAt('/jwks.json');
});
afterEach(() => {
  vi.useRealTimers();
});

function verifierAt(path: string): TokenVerifier {
  const { port } = server.address() as AddressInfo;
  return new TokenVerifier({ ...POOL, jwksUri: `http://127.0.0.1:${port}${path}` });
}

async function codeOf(idToken: string, accessToken: string): Promise<string> {
  try {
    await verifier.verify({ idToken, accessToken, refreshToken: null });
    return 'ok';
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (/eyJ|dana|127\.0\.0\.1/i.test(error.message)) return 'tells too much';
    return error.code;
  }
}

it('believes what the pool signed for this client', async () => {
  const tokens = { idToken: jwt(id), accessToken: jwt(access), refreshToken: null };
  expect(await verifier.verify(tokens)).toEqual({
    sub: 'sub-1',
    username: 'dana',
    displayName: 'Dana Öberg',
    groups: ['medminder-support'],
    clinic: 'north',
    accessExpiresAtMs: (NOW_S + 3600) * 1000,
  });
  await verifier.verify(tokens);
  expect(asked).toEqual(['/jwks.json']);
});

it.each([
  ['a name in one piece', { given_name: undefined, family_name: undefined, name: 'D. Öberg' }, 'D. Öberg'],
  ['no name', { given_name: undefined, family_name: undefined }, 'dana'],
])('%s', async (_what, changes, displayName) => {
  const tokens = { idToken: jwt({ ...id, ...changes }), accessToken: jwt(access), refreshToken: null };
  expect(await verifier.verify(tokens)).toMatchObject({ displayName });
});

it.each([[undefined], ['medminder-admin'], [{ 0: 'medminder-admin' }], [[1]]])(
  'no group comes of groups that are no list of words: %o',
  async (groups) => {
    const accessToken = jwt({ ...access, 'cognito:groups': groups });
    expect(await verifier.verify({ idToken: jwt(id), accessToken, refreshToken: null })).toMatchObject({
      groups: [],
    });
  },
);

describe('refuses', () => {
  const pem = own.publicKey.export({ type: 'spki', format: 'pem' });
  const unsigned = `${base64({ alg: 'none', kid: 'k1' })}.${base64(id)}.`;
  const confused = ((): string => {
    const body = `${base64({ alg: 'HS256', kid: 'k1' })}.${base64(id)}`;
    return `${body}.${createHmac('sha256', pem).update(body).digest('base64url')}`;
  })();
  const tampered = ((): string => {
    const [header, , signature] = jwt(id).split('.');
    return `${header}.${base64({ ...id, sub: 'sub-2' })}.${signature}`;
  })();

  it.each([
    ['another issuer', jwt({ ...id, iss: 'https://evil.example/us-east-1_Pool' }), jwt(access)],
    ['another pool', jwt(id), jwt({ ...access, iss: ISSUER.replace('Pool', 'Other') })],
    ['an ID token of another client', jwt({ ...id, aud: 'other' }), jwt(access)],
    ['an access token of another client', jwt(id), jwt({ ...access, client_id: 'other' })],
    ['two ID tokens', jwt(id), jwt(id)],
    ['two access tokens', jwt(access), jwt(access)],
    ['tokens the wrong way round', jwt(access), jwt(id)],
    ['a signature of another key', jwt(id, {}, foreign.privateKey), jwt(access)],
    ['an unknown key', jwt(id, { kid: 'k2' }), jwt(access)],
    ['no key id', jwt(id, { kid: undefined }), jwt(access)],
    ['alg none', unsigned, jwt(access)],
    ['HS256 with the public key', confused, jwt(access)],
    ['RS512', jwt(id, { alg: 'RS512' }), jwt(access)],
    ['changed claims', tampered, jwt(access)],
    ['two persons', jwt({ ...id, sub: 'sub-2' }), jwt(access)],
    ['nobody', jwt({ ...id, sub: undefined }), jwt({ ...access, sub: undefined })],
    ['no user name', jwt({ ...id, 'cognito:username': '' }), jwt(access)],
    ['no token', '', jwt(access)],
    ['no JWT', 'a.b.c', jwt(access)],
  ])('%s', async (_what, idToken, accessToken) => {
    expect(await codeOf(idToken, accessToken)).toBe('auth/token-invalid');
  });

  it.each([
    ['expired', { exp: NOW_S - 1 }],
    ['not valid yet', { nbf: NOW_S + 600 }],
  ])('%s: that is the clock', async (_what, changes) => {
    expect(await codeOf(jwt({ ...id, ...changes }), jwt(access))).toBe('auth/clock-skew');
    expect(await codeOf(jwt(id), jwt({ ...access, ...changes }))).toBe('auth/clock-skew');
  });
});

describe('keys that cannot be had say nothing about the token', () => {
  const rows: readonly [string, RequestListener][] = [
    ['an error', (_, out) => out.writeHead(503).end()],
    ['a page', (_, out) => out.writeHead(200).end('<html>Hotel</html>')],
    ['other JSON', (_, out) => out.end('{"error":"no"}')],
    ['keys of no kind', (_, out) => out.end('{"keys":[{"kid":1}]}')],
    ['a dropped connection', (_, out) => out.destroy()],
    ['too much', (_, out) => out.end(`{"keys":[],"x":"${'x'.repeat(300_000)}"}`)],
    [
      'without end',
      (_, out) => {
        const more = (): void =>
          void (out.write('x'.repeat(65_536)) ? setImmediate(more) : out.once('drain', more));
        more();
      },
    ],
    [
      'a redirect',
      (request, out) =>
        request.url === '/elsewhere'
          ? keys(request, out)
          : out.writeHead(302, { Location: '/elsewhere' }).end(),
    ],
  ];
  it.each(rows)('%s', async (_what, listener) => {
    answer = listener;
    expect(await codeOf(jwt(id), jwt(access))).toBe('pool/unreachable');
    expect(asked).not.toContain('/elsewhere');
    answer = keys;
    expect(await codeOf(jwt(id), jwt(access))).toBe('ok');
  });

  it('asked for too often', async () => {
    const tokens = [jwt(id, { kid: 'k2' }), jwt(access, { kid: 'k2' })] as const;
    expect(await codeOf(...tokens)).toBe('auth/token-invalid');
    expect(await codeOf(...tokens)).toBe('pool/unreachable');
    expect(asked).toHaveLength(1);
  });
});
