import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { AccessClaims } from '../groups.ts';
import { notAuthorized, ServiceError } from '../service-error.ts';
import { attributesOf, mfaOf } from './attributes.ts';
import type { GetTokensFromRefreshTokenRequest, RevokeTokenRequest } from './requests.ts';
import type { Revocations, SignIn } from './revocations.ts';
import { requireClient } from './sign-in.ts';
import { SELF_SCOPE } from './tokens.ts';
import type { AuthenticationResult, Tokens } from './tokens.ts';
import type { Account, Users } from './users.ts';

/** `RetryGracePeriodSeconds` of the app client (0 to 60): a client that lost the answer may ask once more. */
export const RETRY_GRACE_MS = 10_000;

/** What these operations need of the pool. */
export interface OwnAccountParts {
  readonly clock: Clock;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly revocations: Revocations;
}

function signInOf(token: {
  readonly sub: string;
  readonly origin_jti: string;
  readonly auth_time: number;
}): SignIn {
  return { originJti: token.origin_jti, sub: token.sub, startedAtMs: token.auth_time * 1000 };
}

/** The operations that a person's own tokens open. */
export class OwnAccount {
  readonly #parts: OwnAccountParts;

  constructor(parts: OwnAccountParts) {
    this.#parts = parts;
  }

  /** GetUser. */
  async getUser(accessToken: string): Promise<object> {
    const { person } = (await this.#authorise(accessToken)).account;
    return { Username: person.username, UserAttributes: attributesOf(person), ...mfaOf(person) };
  }

  /** GlobalSignOut: every refresh and access token of the user dies at the pool; a signature stays valid elsewhere. */
  async globalSignOut(accessToken: string): Promise<object> {
    const { account } = await this.#authorise(accessToken);
    this.#parts.revocations.signOut(account.person.sub, this.#parts.clock.now());
    return {};
  }

  /** GetTokensFromRefreshToken, with rotation: a new refresh token each time, living only what is left of the first. */
  async refresh(
    request: z.infer<typeof GetTokensFromRefreshTokenRequest>,
  ): Promise<{ AuthenticationResult: AuthenticationResult }> {
    requireClient(request.ClientId);
    const { tokens, users, revocations, clock } = this.#parts;
    const token = await tokens.openRefresh(request.RefreshToken);
    const account = token && users.bySub(token.sub);
    if (!account) throw notAuthorized('Invalid Refresh Token');
    if (!tokens.isTimely(token)) throw notAuthorized('Refresh Token has expired');
    const signIn: SignIn = { originJti: token.origin_jti, sub: token.sub, startedAtMs: token.started_at_ms };
    if (revocations.isRevoked(signIn)) throw notAuthorized('Refresh Token has been revoked');
    if (!account.enabled) throw notAuthorized('User is disabled.');
    const spentAtMs = revocations.spentAtMs(token.jti);
    if (spentAtMs !== undefined && clock.now() - spentAtMs > RETRY_GRACE_MS) {
      throw new ServiceError(
        'RefreshTokenReuseException',
        'Refresh Token has been rotated and cannot be used again',
      );
    }
    revocations.spend(token.jti, clock.now());
    revocations.remember(signIn);
    const origin = {
      originJti: token.origin_jti,
      eventId: randomUUID(),
      startedAtMs: token.started_at_ms,
      refreshExpiresAtS: token.exp,
    };
    return { AuthenticationResult: await tokens.issue(account.person, origin, true) };
  }

  /** RevokeToken: one sign-in ends, with every access token that came of it. An unknown token is no error (RFC 7009 §2.2). */
  async revoke(request: z.infer<typeof RevokeTokenRequest>): Promise<object> {
    requireClient(request.ClientId);
    const { tokens, revocations, clock } = this.#parts;
    const token = await tokens.openRefresh(request.Token);
    if (token) {
      revocations.revokeFamily(token.origin_jti, clock.now());
    } else if ((await tokens.openAccess(request.Token)) ?? (await tokens.openId(request.Token))) {
      throw new ServiceError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
    }
    return {};
  }

  /**
   * Claims of an access token for another service: signature, issuer, use and age at the clinic's clock. With
   * `checkRevocation`, sign-out and disabling count too; without, it answers as any service that checks no more than a
   * signature, which is what most APIs behind Cognito do.
   */
  async claimsOf(accessToken: string, checkRevocation: boolean): Promise<AccessClaims | null> {
    const { tokens, users, revocations } = this.#parts;
    const token = await tokens.openAccess(accessToken);
    if (!token || !tokens.isTimely(token)) return null;
    const account = users.bySub(token.sub);
    if (!account || (checkRevocation && (!account.enabled || revocations.isRevoked(signInOf(token)))))
      return null;
    return {
      sub: token.sub,
      username: token.username,
      groups: token['cognito:groups'],
      clinicId: account.person.clinicId,
      originJti: token.origin_jti,
      expiresAtMs: token.exp * 1000,
    };
  }

  async #authorise(accessToken: string): Promise<{ readonly account: Account }> {
    const { tokens, users, revocations } = this.#parts;
    const token = await tokens.openAccess(accessToken);
    const account = token && users.bySub(token.sub);
    if (!account) throw notAuthorized('Invalid Access Token');
    if (!tokens.isTimely(token)) throw notAuthorized('Access Token has expired');
    if (revocations.isRevoked(signInOf(token))) throw notAuthorized('Access Token has been revoked');
    if (!account.enabled) throw notAuthorized('User is disabled.');
    if (!token.scope.split(' ').includes(SELF_SCOPE)) {
      throw notAuthorized('Access Token does not have required scopes');
    }
    return { account };
  }
}
