import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT_ID } from './config.ts';
import { openDesk } from './testing.ts';
import type { TestDesk } from './testing.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk.clinic.close();
});

interface WireAnswer {
  readonly status: number;
  readonly errorType: string | null;
  readonly contentType: string | null;
  readonly json: Record<string, unknown>;
}

async function call(target: string | undefined, body: string): Promise<WireAnswer> {
  const answer = await fetch(desk.clinic.urls.cognito, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      ...(target === undefined ? {} : { 'x-amz-target': target }),
    },
    body,
  });
  return {
    status: answer.status,
    errorType: answer.headers.get('x-amzn-errortype'),
    contentType: answer.headers.get('content-type'),
    json: (await answer.json()) as Record<string, unknown>,
  };
}

const POOL = 'AWSCognitoIdentityProviderService';

describe('the wire protocol', () => {
  it.each([
    undefined,
    'nonsense',
    `${POOL}.SignUp`,
    `${POOL}.constructor`,
    `${POOL}.__proto__`,
    'DynamoDB_20120810.ListTables',
  ])('knows no operation %s', async (target) => {
    const answer = await call(target, '{}');
    expect(answer).toMatchObject({ status: 400, errorType: 'UnknownOperationException:' });
    expect(answer.contentType).toBe('application/x-amz-json-1.1');
    expect(answer.json['__type']).toBe('UnknownOperationException');
  });

  it('refuses a body that is not JSON, and a value of the wrong JSON type', async () => {
    expect((await call(`${POOL}.GetUser`, '{')).json['__type']).toBe('SerializationException');
    expect((await call(`${POOL}.GetUser`, '{"AccessToken":5}')).json['__type']).toBe(
      'SerializationException',
    );
    expect((await call(`${POOL}.GetUser`, '[]')).json['__type']).toBe('SerializationException');
  });

  it.each([
    [
      'GetUser',
      {},
      "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must not be null",
    ],
    [
      'GetUser',
      { AccessToken: 'two words' },
      "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must satisfy regular expression pattern: /^[A-Za-z0-9-_=.]+$/",
    ],
    [
      'InitiateAuth',
      { AuthFlow: 'MAGIC', ClientId: '' },
      /^3 validation errors detected: .*'authFlow'.*Member must satisfy enum value set: \[USER_SRP_AUTH, .*'clientId'/,
    ],
    [
      'InitiateAuth',
      { AuthFlow: 'USER_SRP_AUTH', ClientId: CLIENT_ID },
      'Missing required parameter USERNAME',
    ],
    [
      'RespondToAuthChallenge',
      { ClientId: CLIENT_ID, ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'short' },
      "1 validation error detected: Value at 'session' failed to satisfy constraint: Member must have length greater than or equal to 20",
    ],
    [
      'RespondToAuthChallenge',
      { ClientId: CLIENT_ID, ChallengeName: 'DEVICE_SRP_AUTH' },
      'Challenge DEVICE_SRP_AUTH was not issued by this user pool.',
    ],
  ])('holds %s to the service model: %j', async (operation, body, message) => {
    const answer = await call(`${POOL}.${operation}`, JSON.stringify(body));
    expect(answer).toMatchObject({ status: 400, errorType: 'InvalidParameterException:' });
    expect(answer.json['message']).toMatch(message);
  });

  it('answers any JSON with a typed error of 400, and never repeats a value', async () => {
    const operations = [
      'InitiateAuth',
      'RespondToAuthChallenge',
      'GetTokensFromRefreshToken',
      'GetUser',
      'RevokeToken',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...operations),
        fc.jsonValue({ maxDepth: 3 }),
        async (operation, value) => {
          const answer = await call(
            `${POOL}.${operation}`,
            JSON.stringify({ AccessToken: value, ClientId: value, Secret: value }),
          );
          expect(answer.status).toBe(400);
          expect(answer.json['__type']).toMatch(/Exception$/);
        },
      ),
      { numRuns: 60 },
    );
    const secret = 'Hunter2 Hunter2';
    const answer = await call(`${POOL}.GetUser`, JSON.stringify({ AccessToken: secret }));
    expect(JSON.stringify(answer.json)).not.toContain(secret);
  });
});
