import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { ListUsersCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT_ID, IDENTITY_POOL_ID, LOGIN_PROVIDER, REGION, USER_POOL_ID } from './config.ts';
import { openDesk } from './testing.ts';
import type { TestDesk } from './testing.ts';

interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretKey: string;
  readonly SessionToken: string;
  readonly Expiration: number;
}

let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk.clinic.close();
});

/** Calls the identity pool on the wire, for its SDK client is not among the project's packages. */
async function identity(
  operation: string,
  body: unknown,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const answer = await fetch(desk.clinic.urls.cognito, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityService.${operation}`,
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

async function credentialsFor(idToken: string): Promise<Credentials> {
  const Logins = { [LOGIN_PROVIDER]: idToken };
  const { IdentityId } = (await identity('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins })).json;
  const { json } = await identity('GetCredentialsForIdentity', { IdentityId, Logins });
  return json['Credentials'] as Credentials;
}

function clientWith(credentials: Credentials): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    region: REGION,
    endpoint: desk.clinic.urls.cognito,
    maxAttempts: 1,
    // The SDK would learn this from the Date header of a first, failed attempt.
    systemClockOffset: desk.clock.now() - Date.now(),
    credentials: {
      accessKeyId: credentials.AccessKeyId,
      secretAccessKey: credentials.SecretKey,
      sessionToken: credentials.SessionToken,
    },
  });
}

async function clientOf(username: string): Promise<CognitoIdentityProviderClient> {
  return clientWith(await credentialsFor((await desk.signIn(username)).IdToken));
}

const WHO = { UserPoolId: USER_POOL_ID, Username: 'marcus.delaney' };

describe('the identity pool', () => {
  it('gives temporary credentials for an ID token, always under the same identity', async () => {
    const { IdToken } = await desk.signIn('ruth.okonkwo');
    const Logins = { [LOGIN_PROVIDER]: IdToken };
    const first = await identity('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins });
    const second = await identity('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins });
    expect(first).toEqual(second);
    expect(first.json['IdentityId']).toMatch(/^eu-central-1:[0-9a-f-]{36}$/);
    const credentials = await credentialsFor(IdToken);
    expect(credentials.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(credentials.Expiration).toBeGreaterThan(desk.clock.now() / 1000 + 3500);
  });

  it('refuses strangers, other tokens, other identities and expired tokens', async () => {
    const tokens = await desk.signIn('ruth.okonkwo');
    const get = async (Logins: Record<string, string> | undefined): Promise<unknown> =>
      (await identity('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins })).json['message'];
    await expect(get(undefined)).resolves.toMatch(/Unauthenticated access is not supported/);
    await expect(get({ 'accounts.example': tokens.IdToken })).resolves.toMatch(
      /not from a supported provider/,
    );
    await expect(get({ [LOGIN_PROVIDER]: tokens.AccessToken })).resolves.toMatch(
      /Couldn't verify signed token/,
    );
    const foreign = await identity('GetCredentialsForIdentity', {
      IdentityId: `${REGION}:00000000-0000-4000-8000-000000000000`,
      Logins: { [LOGIN_PROVIDER]: tokens.IdToken },
    });
    expect(foreign).toMatchObject({ status: 400, json: { __type: 'NotAuthorizedException' } });
    desk.clock.advance(3_600_000);
    await expect(get({ [LOGIN_PROVIDER]: tokens.IdToken })).resolves.toMatch(/Token expired: \d+ >= \d+/);
  });

  it('gives no credentials to somebody without a role', async () => {
    const { IdToken } = await desk.signIn('marcus.delaney');
    const Logins = { [LOGIN_PROVIDER]: IdToken };
    const { IdentityId } = (await identity('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins })).json;
    await expect(identity('GetCredentialsForIdentity', { IdentityId, Logins })).resolves.toMatchObject({
      status: 400,
      json: { __type: 'NotAuthorizedException' },
    });
  });
});

describe('admin operations', () => {
  const READS = ['AdminGetUser', 'AdminListGroupsForUser', 'ListUsers'] as const;
  const ALLOWED: readonly (readonly [string, readonly string[]])[] = [
    ['ruth.okonkwo', READS],
    ['owen.begay', [...READS, 'AdminUserGlobalSignOut', 'AdminDisableUser', 'AdminEnableUser']],
    ['sam.whitaker', [...READS, 'AdminUserGlobalSignOut']],
  ];

  it.each(ALLOWED)('let %s do what the role allows, and no more', async (username, allowed) => {
    const client = await clientOf(username);
    const calls: Record<string, () => Promise<unknown>> = {
      AdminGetUser: async () => await client.send(new AdminGetUserCommand(WHO)),
      AdminListGroupsForUser: async () => await client.send(new AdminListGroupsForUserCommand(WHO)),
      ListUsers: async () => await client.send(new ListUsersCommand({ UserPoolId: USER_POOL_ID })),
      AdminUserGlobalSignOut: async () => await client.send(new AdminUserGlobalSignOutCommand(WHO)),
      AdminDisableUser: async () => await client.send(new AdminDisableUserCommand(WHO)),
      AdminEnableUser: async () => await client.send(new AdminEnableUserCommand(WHO)),
    };
    const outcomes = await Promise.all(
      Object.entries(calls).map(async ([operation, call]): Promise<readonly [string, string]> => [
        operation,
        await call().then(
          () => 'done',
          (error: unknown) => (error instanceof Error ? error.name : 'no error'),
        ),
      ]),
    );
    expect(outcomes).toEqual(
      Object.keys(calls).map((operation) => [
        operation,
        allowed.includes(operation) ? 'done' : 'AccessDeniedException',
      ]),
    );
  });

  it('need credentials that the identity pool issued, signed with their secret, in time', async () => {
    const ask = new ListUsersCommand({ UserPoolId: USER_POOL_ID });
    await expect(desk.sdk.send(ask)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    const credentials = await credentialsFor((await desk.signIn('ruth.okonkwo')).IdToken);
    await expect(clientWith({ ...credentials, SecretKey: 'guessed' }).send(ask)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    await expect(clientWith({ ...credentials, SessionToken: 'guessed' }).send(ask)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    await expect(clientWith(credentials).send(ask)).resolves.toBeDefined();
    desk.clock.advance(3_600_000);
    await expect(clientWith(credentials).send(ask)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    const unsigned = await fetch(desk.clinic.urls.cognito, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers',
      },
      body: JSON.stringify({ UserPoolId: USER_POOL_ID }),
    });
    expect(unsigned.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException:');
  });

  it('describe a person, and say who does not exist', async () => {
    const client = await clientOf('owen.begay');
    const user = await client.send(new AdminGetUserCommand({ ...WHO, Username: 'teresa.villalobos' }));
    expect(user).toMatchObject({
      Username: 'teresa.villalobos',
      Enabled: true,
      UserStatus: 'CONFIRMED',
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    });
    expect(user.UserAttributes).toContainEqual({ Name: 'custom:clinic', Value: 'harbor-light' });
    expect(user.UserCreateDate).toBeInstanceOf(Date);
    const groups = await client.send(
      new AdminListGroupsForUserCommand({ ...WHO, Username: 'teresa.villalobos' }),
    );
    expect(groups.Groups?.map((group) => group.GroupName)).toEqual(['medminder-admin']);
    await expect(client.send(new AdminGetUserCommand({ ...WHO, Username: 'nobody' }))).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    const elsewhere = new AdminGetUserCommand({ ...WHO, UserPoolId: 'eu-central-1_Other' });
    await expect(client.send(elsewhere)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('disable a person: no sign-in, no refresh, no access token, until enabled; old tokens stay dead', async () => {
    const client = await clientOf('aoife.byrne');
    const username = 'priya.raghunathan';
    const tokens = await desk.signIn(username);
    await client.send(new AdminDisableUserCommand({ UserPoolId: USER_POOL_ID, Username: username }));
    const getUser = new GetUserCommand({ AccessToken: tokens.AccessToken });
    const refresh = new GetTokensFromRefreshTokenCommand({
      ClientId: CLIENT_ID,
      RefreshToken: tokens.RefreshToken,
    });
    await expect(desk.sdk.send(getUser)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(desk.sdk.send(refresh)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(desk.signIn(username)).rejects.toMatchObject({ message: 'User is disabled.' });
    await client.send(new AdminEnableUserCommand({ UserPoolId: USER_POOL_ID, Username: username }));
    await expect(desk.sdk.send(getUser)).rejects.toMatchObject({ message: 'Access Token has been revoked' });
    await expect(desk.signIn(username)).resolves.toBeDefined();
  });

  it('sign a person out at the pool, while a service that checks only the signature goes on accepting', async () => {
    const client = await clientOf('sam.whitaker');
    const tokens = await desk.signIn('henrik.sjoberg');
    const fhir = async (): Promise<number> =>
      (
        await fetch(`${desk.clinic.urls.fhir}/AuditEvent`, {
          headers: { authorization: `Bearer ${tokens.AccessToken}` },
        })
      ).status;
    await expect(fhir()).resolves.toBe(200);
    await client.send(new AdminUserGlobalSignOutCommand({ ...WHO, Username: 'henrik.sjoberg' }));
    const getUser = new GetUserCommand({ AccessToken: tokens.AccessToken });
    await expect(desk.sdk.send(getUser)).rejects.toMatchObject({ message: 'Access Token has been revoked' });
    await expect(fhir()).resolves.toBe(200);
    desk.clock.advance(3_600_000);
    await expect(fhir()).resolves.toBe(401);
  });

  it('is refused by a FHIR server that does ask the pool', async () => {
    const strict = await openDesk({ fhirChecksRevocation: true });
    const tokens = await strict.signIn('henrik.sjoberg');
    const ask = async (): Promise<number> =>
      (
        await fetch(`${strict.clinic.urls.fhir}/AuditEvent`, {
          headers: { authorization: `Bearer ${tokens.AccessToken}` },
        })
      ).status;
    await expect(ask()).resolves.toBe(200);
    await strict.sdk.send(new GlobalSignOutCommand({ AccessToken: tokens.AccessToken }));
    await expect(ask()).resolves.toBe(401);
    await strict.clinic.close();
  });
});

describe('ListUsers', () => {
  async function list(
    input: Partial<ListUsersCommandInput>,
  ): Promise<{ names: string[]; next: string | undefined }> {
    const client = await clientOf('ruth.okonkwo');
    const answer = await client.send(new ListUsersCommand({ UserPoolId: USER_POOL_ID, ...input }));
    return { names: (answer.Users ?? []).map((user) => user.Username ?? ''), next: answer.PaginationToken };
  }

  it('pages through everybody once', async () => {
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const page = await list({ Limit: 25, ...(token === undefined ? {} : { PaginationToken: token }) });
      expect(page.names.length).toBeLessThanOrEqual(25);
      seen.push(...page.names);
      token = page.next;
    } while (token !== undefined);
    expect(seen).toHaveLength(63);
    expect(new Set(seen).size).toBe(63);
  });

  it.each([
    ['username = "ruth.okonkwo"', ['ruth.okonkwo']],
    ['username ^= "RUTH"', ['ruth.okonkwo']],
    ['"email" = "sam.whitaker@medminder.example"', ['sam.whitaker']],
    ['given_name = "Nora"', ['nora.lindqvist']],
    ['cognito:user_status = "FORCE_CHANGE_PASSWORD"', ['felix.hartmann']],
    ['status = "Disabled"', ['clara.winslow', 'gavin.thorne', 'lucille.abernathy']],
    ['username = "nobody"', []],
  ])('filters by %s', async (Filter, names) => {
    expect((await list({ Filter })).names).toEqual(names);
  });

  it.each(['custom:clinic = "mesa-verde"', 'username ~ "x"', 'username = x'])(
    'refuses %s',
    async (Filter) => {
      await expect(list({ Filter })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    },
  );

  it('gives the attributes that were asked for, and no more than 60 at a time', async () => {
    const client = await clientOf('ruth.okonkwo');
    const one = await client.send(
      new ListUsersCommand({ UserPoolId: USER_POOL_ID, AttributesToGet: ['email'], Limit: 1 }),
    );
    expect(one.Users?.[0]?.Attributes?.map((attribute) => attribute.Name)).toEqual(['email']);
    await expect(list({ Limit: 61 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(list({ PaginationToken: 'made-up' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
