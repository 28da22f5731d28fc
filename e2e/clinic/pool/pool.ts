import type { Clock } from '../clock.ts';
import type { AwsService } from '../aws-json.ts';
import type { AccessClaims } from '../groups.ts';
import type { Person } from '../persons.ts';
import type { StateKeep } from '../state.ts';
import { seededBytes } from '../seed.ts';
import { parseRequest } from '../validation.ts';
import { PoolAdmin } from './admin.ts';
import { Attempts } from './attempts.ts';
import { CODE_PERIOD_MS, currentCode, OneTimeCodes } from './one-time-code.ts';
import { OwnAccount } from './own-account.ts';
import * as requests from './requests.ts';
import { Revocations } from './revocations.ts';
import { SignInDesk } from './sign-in.ts';
import { loadSigningKeys } from './signing-keys.ts';
import { Tokens } from './tokens.ts';
import type { IdToken } from './tokens.ts';
import { Users } from './users.ts';
import type { Account } from './users.ts';

/** What a pool is made of. */
export interface PoolOptions {
  readonly persons: readonly Person[];
  readonly seed: string;
  readonly clock: Clock;
  readonly state: StateKeep;
  /** Life of ID and access tokens: 5 minutes to 24 hours in Cognito, 60 minutes by default. */
  readonly accessValidS: number;
}

/** A person's one-time code as their authenticator would show it. */
export interface LiveCode {
  readonly code: string;
  readonly secondsLeft: number;
  /** The code after this one; the pool takes it already, for it allows one step of difference. */
  readonly nextCode: string;
  /** True if this code has signed somebody in already: the pool takes each once. */
  readonly spent: boolean;
}

/** The user pool. */
export interface Pool {
  readonly service: AwsService;
  /** `/<poolId>/.well-known/jwks.json`. */
  jwks(): object;
  accounts(): readonly Account[];
  liveCode(person: Person): LiveCode | undefined;
  claimsOf(accessToken: string, checkRevocation: boolean): Promise<AccessClaims | null>;
  /** Opens an ID token whatever its age; undefined if it is not the pool's. */
  openIdToken(token: string): Promise<IdToken | undefined>;
  /** True if the sign-in behind the token stands: neither signed out nor disabled. */
  stands(token: IdToken): boolean;
}

/** Builds the pool; async because RSA keys are made or loaded. */
export async function createPool(options: PoolOptions): Promise<Pool> {
  const { clock, seed, state } = options;
  const keys = await loadSigningKeys(state);
  const users = new Users(options.persons, seed, state);
  const refreshKey = seededBytes(seed, `refresh-token-key:${state.generation()}`);
  const tokens = new Tokens(keys, clock, refreshKey, options.accessValidS);
  const attempts = new Attempts(clock);
  const codes = new OneTimeCodes(clock);
  const revocations = new Revocations(state);
  const desk = new SignInDesk({ clock, users, tokens, attempts, codes, revocations });
  const own = new OwnAccount({ clock, users, tokens, revocations });
  const admin = new PoolAdmin(users, revocations, clock);

  const service: AwsService = {
    targetPrefix: 'AWSCognitoIdentityProviderService',
    signingName: 'cognito-idp',
    operations: {
      InitiateAuth: {
        auth: 'none',
        run: (body) => desk.initiate(parseRequest(requests.InitiateAuthRequest, body)),
      },
      RespondToAuthChallenge: {
        auth: 'none',
        run: async (body) => await desk.respond(parseRequest(requests.RespondToAuthChallengeRequest, body)),
      },
      GetTokensFromRefreshToken: {
        auth: 'none',
        run: async (body) => await own.refresh(parseRequest(requests.GetTokensFromRefreshTokenRequest, body)),
      },
      GetUser: {
        auth: 'none',
        run: async (body) => await own.getUser(parseRequest(requests.AccessTokenRequest, body).AccessToken),
      },
      GlobalSignOut: {
        auth: 'none',
        run: async (body) =>
          await own.globalSignOut(parseRequest(requests.AccessTokenRequest, body).AccessToken),
      },
      RevokeToken: {
        auth: 'none',
        run: async (body) => await own.revoke(parseRequest(requests.RevokeTokenRequest, body)),
      },
      AdminGetUser: {
        auth: 'iam',
        run: (body) => admin.getUser(parseRequest(requests.AdminUserRequest, body)),
      },
      AdminUserGlobalSignOut: {
        auth: 'iam',
        run: (body) => admin.signOut(parseRequest(requests.AdminUserRequest, body)),
      },
      AdminDisableUser: {
        auth: 'iam',
        run: (body) => admin.disable(parseRequest(requests.AdminUserRequest, body)),
      },
      AdminEnableUser: {
        auth: 'iam',
        run: (body) => admin.enable(parseRequest(requests.AdminUserRequest, body)),
      },
      AdminListGroupsForUser: {
        auth: 'iam',
        run: (body) => admin.listGroups(parseRequest(requests.AdminListGroupsForUserRequest, body)),
      },
      ListUsers: {
        auth: 'iam',
        run: (body) => admin.listUsers(parseRequest(requests.ListUsersRequest, body)),
      },
    },
  };

  return {
    service,
    jwks: () => tokens.jwks(),
    accounts: () => users.all(),
    liveCode: (person) =>
      person.totpSecret === undefined
        ? undefined
        : {
            ...currentCode(person.totpSecret, clock.now()),
            nextCode: currentCode(person.totpSecret, clock.now() + CODE_PERIOD_MS).code,
            spent: codes.isCurrentSpent(person.sub),
          },
    claimsOf: async (token, checkRevocation) => await own.claimsOf(token, checkRevocation),
    openIdToken: async (token) => await tokens.openId(token),
    stands: (token) =>
      users.bySub(token.sub)?.enabled === true &&
      !revocations.isRevoked({
        originJti: token.origin_jti,
        sub: token.sub,
        startedAtMs: token.auth_time * 1000,
      }),
  };
}
