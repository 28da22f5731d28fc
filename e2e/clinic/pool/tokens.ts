import { randomUUID } from 'node:crypto';
import { decodeProtectedHeader, EncryptJWT, jwtDecrypt, jwtVerify, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { CLIENT_ID, ISSUER } from '../config.ts';
import { POOL_GROUPS } from '../groups.ts';
import type { Person } from '../persons.ts';
import { ROLE_ARNS } from '../roles.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Scope of a token from the SDK's sign-in: the user-pool API for one's own account. */
export const SELF_SCOPE = 'aws.cognito.signin.user.admin';

const REFRESH_VALID_S = 30 * 24 * 3600;

const Groups = z.array(z.string()).default([]);
const AccessPayload = z.object({
  sub: z.string(),
  username: z.string(),
  token_use: z.literal('access'),
  client_id: z.literal(CLIENT_ID),
  scope: z.string(),
  origin_jti: z.string(),
  auth_time: z.number(),
  exp: z.number(),
  'cognito:groups': Groups,
});
const IdPayload = z.object({
  sub: z.string(),
  aud: z.literal(CLIENT_ID),
  token_use: z.literal('id'),
  origin_jti: z.string(),
  auth_time: z.number(),
  exp: z.number(),
  'cognito:preferred_role': z.string().optional(),
  'cognito:roles': z.array(z.string()).default([]),
});
const RefreshPayload = z.object({
  sub: z.string(),
  jti: z.string(),
  origin_jti: z.string(),
  started_at_ms: z.number(),
  exp: z.number(),
});

/** Payload of an access token whose signature and shape are right; time and revocation are the caller's to check. */
export type AccessToken = z.infer<typeof AccessPayload>;
/** The same of an ID token. */
export type IdToken = z.infer<typeof IdPayload>;
/** What a refresh token says once opened; to its holder it is opaque. */
export type RefreshToken = z.infer<typeof RefreshPayload>;

/** One sign-in as its tokens carry it. */
export interface TokenOrigin {
  readonly originJti: string;
  readonly eventId: string;
  readonly startedAtMs: number;
  /** Seconds since the epoch; a rotated refresh token keeps what is left of the first one's life. */
  readonly refreshExpiresAtS: number;
}

/** `AuthenticationResult` of the service model. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly ExpiresIn: number;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly TokenType: 'Bearer';
}

/** Issues and opens the pool's tokens, with the claims and headers Cognito gives them. */
export class Tokens {
  readonly #keys: SigningKeys;
  readonly #clock: Clock;
  readonly #refreshKey: Uint8Array;
  readonly #accessValidS: number;

  /**
   * `refreshKey` are 32 bytes from the seed, so that a restarted clinic knows the refresh tokens it gave out before;
   * `accessValidS` is the life of ID and access tokens.
   */
  constructor(keys: SigningKeys, clock: Clock, refreshKey: Buffer, accessValidS: number) {
    this.#keys = keys;
    this.#clock = clock;
    this.#refreshKey = new Uint8Array(refreshKey);
    this.#accessValidS = accessValidS;
  }

  /** `jwks.json` of the pool. */
  jwks(): { readonly keys: readonly object[] } {
    return { keys: [this.#keys.id.publicJwk, this.#keys.access.publicJwk] };
  }

  /** A new sign-in that begins now. */
  newOrigin(): TokenOrigin {
    const startedAtMs = this.#clock.now();
    return {
      originJti: randomUUID(),
      eventId: randomUUID(),
      startedAtMs,
      refreshExpiresAtS: Math.floor(startedAtMs / 1000) + REFRESH_VALID_S,
    };
  }

  /** ID and access token for `person`, and a refresh token unless the caller keeps the one it has. */
  async issue(person: Person, origin: TokenOrigin, withRefresh: boolean): Promise<AuthenticationResult> {
    const nowS = Math.floor(this.#clock.now() / 1000);
    const common: JWTPayload = {
      sub: person.sub,
      ...(person.groups.length > 0 ? { 'cognito:groups': [...person.groups] } : {}),
      iss: ISSUER,
      origin_jti: origin.originJti,
      event_id: origin.eventId,
      auth_time: Math.floor(origin.startedAtMs / 1000),
      exp: nowS + this.#accessValidS,
      iat: nowS,
    };
    const roles = POOL_GROUPS.filter((group) => person.groups.includes(group)).flatMap(
      (group) => ROLE_ARNS[group] ?? [],
    );
    const id: JWTPayload = {
      ...common,
      aud: CLIENT_ID,
      token_use: 'id',
      jti: randomUUID(),
      'cognito:username': person.username,
      ...(roles[0] === undefined ? {} : { 'cognito:preferred_role': roles[0], 'cognito:roles': roles }),
      email: person.email,
      email_verified: true,
      given_name: person.givenName,
      family_name: person.familyName,
      ...(person.clinicId === undefined ? {} : { 'custom:clinic': person.clinicId }),
    };
    const access: JWTPayload = {
      ...common,
      client_id: CLIENT_ID,
      token_use: 'access',
      scope: SELF_SCOPE,
      jti: randomUUID(),
      username: person.username,
    };
    const [IdToken, AccessToken] = await Promise.all([this.#sign(id, 'id'), this.#sign(access, 'access')]);
    const result = { AccessToken, ExpiresIn: this.#accessValidS, IdToken, TokenType: 'Bearer' } as const;
    return withRefresh ? { ...result, RefreshToken: await this.#sealRefresh(person.sub, origin) } : result;
  }

  /** Opens an access token; undefined if it is not one of this pool's, whatever its age. */
  async openAccess(token: string): Promise<AccessToken | undefined> {
    return await this.#open(token, 'access', AccessPayload);
  }

  /** Opens an ID token; undefined if it is not one of this pool's, whatever its age. */
  async openId(token: string): Promise<IdToken | undefined> {
    return await this.#open(token, 'id', IdPayload);
  }

  /** Opens a refresh token; undefined if it is not one of this pool's, whatever its age. */
  async openRefresh(token: string): Promise<RefreshToken | undefined> {
    try {
      const { payload } = await jwtDecrypt(token, this.#refreshKey, { currentDate: new Date(0) });
      return RefreshPayload.parse(payload);
    } catch {
      return undefined;
    }
  }

  /** True if the token's `exp` lies ahead at the clinic's clock. */
  isTimely(token: { readonly exp: number }): boolean {
    return this.#clock.now() < token.exp * 1000;
  }

  async #sign(payload: JWTPayload, use: keyof SigningKeys): Promise<string> {
    const key = this.#keys[use];
    return await new SignJWT(payload).setProtectedHeader({ kid: key.kid, alg: 'RS256' }).sign(key.privateKey);
  }

  async #sealRefresh(sub: string, origin: TokenOrigin): Promise<string> {
    const payload = {
      sub,
      jti: randomUUID(),
      origin_jti: origin.originJti,
      started_at_ms: origin.startedAtMs,
      exp: origin.refreshExpiresAtS,
    };
    return await new EncryptJWT(payload)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(this.#refreshKey);
  }

  async #open<T>(token: string, use: keyof SigningKeys, schema: z.ZodType<T>): Promise<T | undefined> {
    const key = this.#keys[use];
    try {
      if (decodeProtectedHeader(token).kid !== key.kid) return undefined;
      const { payload } = await jwtVerify(token, key.publicKey, {
        issuer: ISSUER,
        algorithms: ['RS256'],
        // Age is judged apart, at the clinic's clock: an expired token and a forged one are different answers.
        currentDate: new Date(0),
      });
      return schema.parse(payload);
    } catch {
      return undefined;
    }
  }
}
