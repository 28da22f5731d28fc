import {
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  RefreshTokenReuseException,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';
import { CLIENT_ID, USER_POOL_ID } from './config.ts';
import { createMemoryState } from './state.ts';
import { openDesk, sdkFor, staffOnly, tokensOf } from './testing.ts';
import type { TestDesk, Tokens } from './testing.ts';

const REVOKED = { name: 'NotAuthorizedException', message: 'Access Token has been revoked' };
const GRACE_MS = 10_000;
const DAY_MS = 86_400_000;

let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk.clinic.close();
});

async function refresh(refreshToken: string): Promise<Tokens> {
  const command = new GetTokensFromRefreshTokenCommand({ ClientId: CLIENT_ID, RefreshToken: refreshToken });
  return tokensOf((await desk.sdk.send(command)).AuthenticationResult);
}

async function getUser(accessToken: string): Promise<string | undefined> {
  return (await desk.sdk.send(new GetUserCommand({ AccessToken: accessToken }))).Username;
}

describe('tokens', () => {
  it('verify with aws-jwt-verify against the published keys, one key for each use', async () => {
    const tokens = await desk.signIn('teresa.villalobos');
    const jwks = (await (await fetch(desk.clinic.urls.jwksUri)).json()) as Jwks;
    expect(jwks.keys).toHaveLength(2);
    expect(JSON.stringify(jwks)).not.toContain('"d"');
    for (const tokenUse of ['id', 'access'] as const) {
      const verifier = CognitoJwtVerifier.create({ userPoolId: USER_POOL_ID, clientId: CLIENT_ID, tokenUse });
      verifier.cacheJwks(jwks);
      const jwt = tokenUse === 'id' ? tokens.IdToken : tokens.AccessToken;
      await expect(verifier.verify(jwt)).resolves.toMatchObject({ token_use: tokenUse });
      expect(Object.keys(decodeProtectedHeader(jwt)).sort()).toEqual(['alg', 'kid']);
    }
    expect(decodeProtectedHeader(tokens.IdToken).kid).not.toBe(decodeProtectedHeader(tokens.AccessToken).kid);
  });

  it('carry the claims that Cognito puts into them', async () => {
    const tokens = await desk.signIn('teresa.villalobos');
    const claims = (jwt: string): Record<string, unknown> =>
      JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<
        string,
        unknown
      >;
    const id = claims(tokens.IdToken);
    const access = claims(tokens.AccessToken);
    expect(id).toMatchObject({
      aud: CLIENT_ID,
      iss: `https://cognito-idp.eu-central-1.amazonaws.com/${USER_POOL_ID}`,
      'cognito:username': 'teresa.villalobos',
      'cognito:groups': ['medminder-admin'],
      'cognito:preferred_role': 'arn:aws:iam::111122223333:role/medminder-admin',
      'custom:clinic': 'harbor-light',
      email_verified: true,
      token_use: 'id',
    });
    expect(access).toMatchObject({
      client_id: CLIENT_ID,
      scope: 'aws.cognito.signin.user.admin',
      username: 'teresa.villalobos',
      token_use: 'access',
    });
    expect(access).not.toHaveProperty('custom:clinic');
    expect(access).not.toHaveProperty('aud');
    for (const shared of ['sub', 'origin_jti', 'event_id', 'auth_time', 'iat', 'exp'])
      expect(id[shared]).toBe(access[shared]);
    expect(id['jti']).not.toBe(access['jti']);
    expect(Number(access['exp']) - Number(access['iat'])).toBe(3600);
  });

  it('expire at the clinic’s clock', async () => {
    const tokens = await desk.signIn('owen.begay');
    await expect(getUser(tokens.AccessToken)).resolves.toBe('owen.begay');
    desk.clock.advance(3_600_000);
    await expect(getUser(tokens.AccessToken)).rejects.toMatchObject({ message: 'Access Token has expired' });
  });

  it('are told from other tokens and from forged ones', async () => {
    const tokens = await desk.signIn('owen.begay');
    const [head, , signature] = tokens.AccessToken.split('.');
    const forged = `${head}.${Buffer.from('{"sub":"x"}').toString('base64url')}.${signature}`;
    for (const token of [tokens.IdToken, tokens.RefreshToken, forged, 'nonsense']) {
      await expect(getUser(token)).rejects.toMatchObject({ message: 'Invalid Access Token' });
    }
  });
});

describe('refreshing', () => {
  it('gives new tokens of the same sign-in each time, and a new refresh token', async () => {
    const first = await desk.signIn('sam.whitaker');
    const second = await refresh(first.RefreshToken);
    expect(second.RefreshToken).not.toBe(first.RefreshToken);
    await expect(getUser(second.AccessToken)).resolves.toBe('sam.whitaker');
    const third = await refresh(second.RefreshToken);
    await expect(getUser(third.AccessToken)).resolves.toBe('sam.whitaker');
  });

  it('takes the old refresh token within the grace period, for a client that lost the answer, and not after', async () => {
    const first = await desk.signIn('sam.whitaker');
    await refresh(first.RefreshToken);
    desk.clock.advance(GRACE_MS - 3000);
    await expect(refresh(first.RefreshToken)).resolves.toBeDefined();
    desk.clock.advance(3001);
    await expect(refresh(first.RefreshToken)).rejects.toBeInstanceOf(RefreshTokenReuseException);
  });

  it('does not lengthen the 30 days of the sign-in', async () => {
    const first = await desk.signIn('jonas.kubler');
    desk.clock.advance(29 * DAY_MS);
    const second = await refresh(first.RefreshToken);
    desk.clock.advance(DAY_MS);
    await expect(refresh(second.RefreshToken)).rejects.toMatchObject({
      message: 'Refresh Token has expired',
    });
  });

  it('refuses what is no refresh token', async () => {
    const tokens = await desk.signIn('sam.whitaker');
    for (const token of [tokens.AccessToken, 'nonsense']) {
      await expect(refresh(token)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Invalid Refresh Token',
      });
    }
  });
});

describe('ending a sign-in', () => {
  it('by GlobalSignOut ends all sign-ins of that person at the pool, and none that follows', async () => {
    const first = await desk.signIn('aoife.byrne');
    const second = await desk.signIn('aoife.byrne');
    const other = await desk.signIn('owen.begay');
    await desk.sdk.send(new GlobalSignOutCommand({ AccessToken: second.AccessToken }));
    for (const tokens of [first, second]) {
      await expect(getUser(tokens.AccessToken)).rejects.toMatchObject(REVOKED);
      await expect(refresh(tokens.RefreshToken)).rejects.toMatchObject({
        message: 'Refresh Token has been revoked',
      });
    }
    await expect(getUser(other.AccessToken)).resolves.toBe('owen.begay');
    const third = await desk.signIn('aoife.byrne');
    await expect(getUser(third.AccessToken)).resolves.toBe('aoife.byrne');
  });

  it('by RevokeToken ends one sign-in only, after rotation too', async () => {
    const first = await desk.signIn('aoife.byrne');
    const second = await desk.signIn('aoife.byrne');
    const rotated = await refresh(first.RefreshToken);
    await desk.sdk.send(new RevokeTokenCommand({ ClientId: CLIENT_ID, Token: rotated.RefreshToken }));
    await expect(getUser(first.AccessToken)).rejects.toMatchObject(REVOKED);
    await expect(getUser(rotated.AccessToken)).rejects.toMatchObject(REVOKED);
    await expect(refresh(rotated.RefreshToken)).rejects.toMatchObject({
      message: 'Refresh Token has been revoked',
    });
    await expect(getUser(second.AccessToken)).resolves.toBe('aoife.byrne');
  });

  it('by RevokeToken takes no access token', async () => {
    const tokens = await desk.signIn('aoife.byrne');
    const command = new RevokeTokenCommand({ ClientId: CLIENT_ID, Token: tokens.AccessToken });
    await expect(desk.sdk.send(command)).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' });
  });
});

describe('a clinic that restarts', () => {
  it('knows the refresh tokens it gave out before, from its seed alone', async () => {
    const before = await openDesk({ seed: 'restart' });
    const tokens = await before.signIn('ruth.okonkwo');
    await before.clinic.close();
    const after = await openDesk({ seed: 'restart' });
    const command = new GetTokensFromRefreshTokenCommand({
      ClientId: CLIENT_ID,
      RefreshToken: tokens.RefreshToken,
    });
    const renewed = tokensOf((await sdkFor(after.clinic).send(command)).AuthenticationResult);
    await expect(
      after.sdk.send(new GetUserCommand({ AccessToken: renewed.AccessToken })),
    ).resolves.toMatchObject({
      Username: 'ruth.okonkwo',
    });
    await after.clinic.close();
  });

  it('knows its signing keys and what was revoked, from its state', async () => {
    const state = createMemoryState();
    const clock = createClock();
    const before = await openDesk({ seed: 'restart', state, clock });
    const kept = await before.signIn('ruth.okonkwo');
    const ended = await before.signIn('owen.begay');
    await before.sdk.send(new GlobalSignOutCommand({ AccessToken: ended.AccessToken }));
    await before.clinic.close();
    const after = await openDesk({ seed: 'restart', state, clock });
    await expect(
      after.sdk.send(new GetUserCommand({ AccessToken: kept.AccessToken })),
    ).resolves.toBeDefined();
    await expect(
      after.sdk.send(new GetUserCommand({ AccessToken: ended.AccessToken })),
    ).rejects.toMatchObject(REVOKED);
    await after.clinic.close();
  });

  it('has the same history as before, and none if it was emptied', async () => {
    const state = createMemoryState();
    const anchors: number[] = [];
    const build: typeof staffOnly = (seed, anchorMs) => {
      anchors.push(anchorMs);
      const event = {
        id: '1',
        versionId: '1',
        lastUpdatedUs: 1,
        recorded: '2026-01-01T00:00:00Z',
        clinicId: 'harbor-light',
        json: '{"resourceType":"AuditEvent"}',
      };
      return { ...staffOnly(seed, anchorMs), events: [event] };
    };
    const start = async (): Promise<number> => {
      const { clinic } = await openDesk({ seed: 'restart', state, build });
      const size = clinic.fhir.size();
      await clinic.close();
      return size;
    };
    await expect(start()).resolves.toBe(1);
    await expect(start()).resolves.toBe(1);
    expect(new Set(anchors).size).toBe(1);
    const emptied = await openDesk({ seed: 'restart', state, build });
    await emptied.control('reset', {});
    await emptied.clinic.close();
    await expect(start()).resolves.toBe(0);
  });

  it('knows nobody after a reset', async () => {
    const tokens = await desk.signIn('ruth.okonkwo');
    expect((await desk.control('reset', {})).status).toBe(200);
    await expect(getUser(tokens.AccessToken)).rejects.toMatchObject({ message: 'Invalid Access Token' });
    await expect(refresh(tokens.RefreshToken)).rejects.toMatchObject({ message: 'Invalid Refresh Token' });
    expect((await desk.control('seed', {})).status).toBe(200);
    await expect(desk.signIn('ruth.okonkwo')).resolves.toBeDefined();
  });
});
