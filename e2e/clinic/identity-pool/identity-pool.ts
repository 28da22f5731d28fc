import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Authorise, AwsService } from '../aws-json.ts';
import type { Clock } from '../clock.ts';
import { ACCOUNT_ID, IDENTITY_POOL_ID, LOGIN_PROVIDER, REGION, USER_POOL_ID } from '../config.ts';
import type { Pool } from '../pool/pool.ts';
import type { IdToken } from '../pool/tokens.ts';
import { ROLE_ACTIONS } from '../roles.ts';
import { seededUuid } from '../seed.ts';
import { invalidParameter, notAuthorized, resourceNotFound, ServiceError } from '../service-error.ts';
import { parseRequest } from '../validation.ts';
import { verifySignature } from './sigv4.ts';
import type { SigningCredentials } from './sigv4.ts';

const CREDENTIALS_VALID_MS = 3_600_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const PoolOrIdentityId = z
  .string()
  .min(1)
  .max(55)
  .regex(/^[\w-]+:[0-9a-f-]+$/);
const Logins = z.record(z.string().min(1).max(128), z.string().min(1).max(50_000)).optional();
const GetIdRequest = z.object({
  AccountId: z.string().min(1).max(15).regex(/^\d+$/).optional(),
  IdentityPoolId: PoolOrIdentityId,
  Logins,
});
const GetCredentialsRequest = z.object({
  IdentityId: PoolOrIdentityId,
  Logins,
  CustomRoleArn: z.string().min(20).max(2048).optional(),
});

interface IssuedCredentials extends SigningCredentials {
  readonly roleArn: string;
}

/** The identity pool: turns a valid ID token into temporary credentials of the role of its group. */
export interface IdentityPool {
  readonly service: AwsService;
  /** Checks a request that was signed with such credentials. */
  readonly authorise: Authorise;
}

function accessKeyId(): string {
  return `ASIA${[...randomBytes(16)].map((byte) => BASE32[byte % 32] ?? 'A').join('')}`;
}

function roleOf(token: IdToken, customRoleArn: string | undefined): string {
  const role = customRoleArn ?? token['cognito:preferred_role'];
  if (role === undefined) throw notAuthorized('Access to this identity is forbidden: its user has no role.');
  if (!token['cognito:roles'].includes(role))
    throw invalidParameter('CustomRoleArn is not among the roles of the token.');
  return role;
}

/** Builds the identity pool over a user pool. With server-side token check on: a signed-out user gets no credentials. */
export function createIdentityPool(pool: Pool, seed: string, clock: Clock): IdentityPool {
  const issued = new Map<string, IssuedCredentials>();

  const openLogin = async (logins: z.infer<typeof Logins>): Promise<IdToken> => {
    const jwt = logins?.[LOGIN_PROVIDER];
    if (jwt === undefined) {
      throw notAuthorized(
        Object.keys(logins ?? {}).length === 0
          ? 'Unauthenticated access is not supported for this identity pool.'
          : 'Token is not from a supported provider of this identity pool.',
      );
    }
    const token = await pool.openIdToken(jwt);
    if (!token) throw notAuthorized("Invalid login token. Couldn't verify signed token.");
    const nowS = Math.floor(clock.now() / 1000);
    if (nowS >= token.exp) throw notAuthorized(`Invalid login token. Token expired: ${nowS} >= ${token.exp}`);
    if (!pool.stands(token)) throw notAuthorized('Invalid login token. Token is revoked.');
    return token;
  };
  const identityOf = (token: IdToken): string => `${REGION}:${seededUuid(seed, `identity:${token.sub}`)}`;

  const getId = async (body: unknown): Promise<object> => {
    const request = parseRequest(GetIdRequest, body);
    if (request.IdentityPoolId !== IDENTITY_POOL_ID) {
      throw resourceNotFound(`IdentityPool '${request.IdentityPoolId}' not found.`);
    }
    return { IdentityId: identityOf(await openLogin(request.Logins)) };
  };

  const getCredentials = async (body: unknown): Promise<object> => {
    const request = parseRequest(GetCredentialsRequest, body);
    const token = await openLogin(request.Logins);
    if (request.IdentityId !== identityOf(token)) {
      throw notAuthorized(
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
      );
    }
    const credentials: IssuedCredentials = {
      roleArn: roleOf(token, request.CustomRoleArn),
      secretKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(240).toString('base64'),
      expiresAtMs: clock.now() + CREDENTIALS_VALID_MS,
    };
    const keyId = accessKeyId();
    for (const [id, old] of issued)
      if (old.expiresAtMs + CREDENTIALS_VALID_MS < clock.now()) issued.delete(id);
    issued.set(keyId, credentials);
    return {
      IdentityId: request.IdentityId,
      Credentials: {
        AccessKeyId: keyId,
        SecretKey: credentials.secretKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiresAtMs / 1000,
      },
    };
  };

  return {
    service: {
      targetPrefix: 'AWSCognitoIdentityService',
      signingName: 'cognito-identity',
      operations: {
        GetId: { auth: 'none', run: getId },
        GetCredentialsForIdentity: { auth: 'none', run: getCredentials },
      },
    },
    authorise: (request, signingName, operation) => {
      const keyId = verifySignature(request, signingName, clock.now(), (id) => issued.get(id));
      const roleArn = issued.get(keyId)?.roleArn ?? '';
      if (ROLE_ACTIONS.get(roleArn)?.has(operation) === true) return;
      const action = `${signingName}:${operation}`;
      const session = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${roleArn.split('/').at(-1) ?? ''}/CognitoIdentityCredentials`;
      const resource = `arn:aws:cognito-idp:${REGION}:${ACCOUNT_ID}:userpool/${USER_POOL_ID}`;
      throw new ServiceError(
        'AccessDeniedException',
        `User: ${session} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
      );
    },
  };
}
