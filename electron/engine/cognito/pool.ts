import {
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
  type InitiateAuthCommandOutput,
  type RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession } from 'cognito-srp-helper';
import type { Settings } from '../../../shared/domain/settings.ts';
import { AppError } from '../../../shared/errors.ts';
import { createPoolClient } from './pool-client.ts';
import { toPoolError, toSessionError } from './pool-failure.ts';
import { refuseWeakServerKey } from './srp-checks.ts';

/** Tokens as the pool issued them, not verified yet. */
export interface PoolTokens {
  readonly idToken: string;
  readonly accessToken: string;
  /** Null where a refresh gave no new one: the old one stays good. */
  readonly refreshToken: string | null;
}

/** Where a sign-in stands at the pool. */
export type PoolStep =
  | { readonly kind: 'tokens'; readonly tokens: PoolTokens }
  | { readonly kind: 'totp'; readonly session: string; readonly userId: string };

export type PoolSettings = Pick<Settings, 'region' | 'userPoolId' | 'clientId' | 'cognitoEndpoint'>;

/**
 * The operator's own dealings with the Cognito user pool: sign-in by SRP, so that the password never leaves this
 * process, one-time codes, refresh with rotation. None of it needs AWS credentials. Every method rejects with an
 * `auth/*` or `pool/*` error.
 */
export class CognitoPool {
  readonly #client: CognitoIdentityProviderClient;
  readonly #settings: PoolSettings;
  /** Ends what is under way when the engine stops: nobody waits for a pool that is away. */
  readonly #closing = new AbortController();
  readonly #sending = { abortSignal: this.#closing.signal };
  #skewMs = 0;

  constructor(settings: PoolSettings) {
    this.#settings = settings;
    this.#client = createPoolClient(settings);
    this.#watchClock();
  }

  /** The pool's clock less ours in ms, as of the last answer; 0 before the first. */
  get skewMs(): number {
    return this.#skewMs;
  }

  /** Proves the password by SRP (InitiateAuth USER_SRP_AUTH → PASSWORD_VERIFIER). */
  async signIn(username: string, password: string): Promise<PoolStep> {
    return this.#guard(async () => {
      const { userPoolId, clientId: ClientId } = this.#settings;
      const srp = createSrpSession(username, password, userPoolId, false);
      const initiated = await this.#client.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: 'USER_SRP_AUTH',
          AuthParameters: { USERNAME: username, SRP_A: srp.largeA },
        }),
        this.#sending,
      );
      const parameters = initiated.ChallengeParameters;
      if (initiated.ChallengeName !== 'PASSWORD_VERIFIER' || parameters === undefined) {
        throw unsupported(initiated.ChallengeName);
      }
      refuseWeakServerKey(parameters.SRP_B);
      const proof = signSrpSession(srp, { ChallengeParameters: parameters });
      const answered = await this.#client.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName: 'PASSWORD_VERIFIER',
          Session: initiated.Session,
          ChallengeResponses: {
            USERNAME: parameters.USER_ID_FOR_SRP ?? username,
            PASSWORD_CLAIM_SECRET_BLOCK: proof.secret,
            PASSWORD_CLAIM_SIGNATURE: proof.passwordSignature,
            TIMESTAMP: proof.timestamp,
          },
        }),
        this.#sending,
      );
      return stepOf(answered, username);
    });
  }

  /** Answers SOFTWARE_TOKEN_MFA with a code of six digits. A wrong code ends the session unless the pool gives a new one. */
  async answerTotp(challenge: { session: string; userId: string }, code: string): Promise<PoolStep> {
    return this.#guard(async () => {
      const answered = await this.#client.send(
        new RespondToAuthChallengeCommand({
          ClientId: this.#settings.clientId,
          ChallengeName: 'SOFTWARE_TOKEN_MFA',
          Session: challenge.session,
          ChallengeResponses: { USERNAME: challenge.userId, SOFTWARE_TOKEN_MFA_CODE: code },
        }),
        this.#sending,
      );
      return stepOf(answered, challenge.userId);
    });
  }

  /** New tokens for a refresh token; with rotation on, a new refresh token too (GetTokensFromRefreshToken). */
  async refresh(refreshToken: string): Promise<PoolTokens> {
    return this.#guardSession(async () => {
      const answer = await this.#client.send(
        new GetTokensFromRefreshTokenCommand({
          ClientId: this.#settings.clientId,
          RefreshToken: refreshToken,
        }),
        this.#sending,
      );
      return tokensOf(answer.AuthenticationResult);
    });
  }

  /**
   * Rejects with `auth/session-revoked` once the pool no longer honours the access token, with `auth/session-expired` when
   * the pool's clock says that its time is over (GetUser).
   */
  async checkAccess(accessToken: string): Promise<void> {
    await this.#guardSession(async () =>
      this.#client.send(new GetUserCommand({ AccessToken: accessToken }), this.#sending),
    );
  }

  /** Ends the session that a refresh token stands for, and its access tokens at Cognito (RevokeToken). */
  async revoke(refreshToken: string): Promise<void> {
    await this.#guard(async () =>
      this.#client.send(
        new RevokeTokenCommand({ ClientId: this.#settings.clientId, Token: refreshToken }),
        this.#sending,
      ),
    );
  }

  /** Ends every request that is under way, and refuses all later ones. */
  close(): void {
    this.#closing.abort();
    this.#client.destroy();
  }

  async #guard<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw toPoolError(error, this.#skewMs);
    }
  }

  /** As {@link #guard}, for requests that prove a session and not a password. */
  async #guardSession<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw toSessionError(error, this.#skewMs);
    }
  }

  /** Learns the pool's time from the Date header of every answer, refusals among them. */
  #watchClock(): void {
    this.#client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const response = result.response as { headers?: Record<string, string> } | undefined;
        const date = Date.parse(response?.headers?.date ?? '');
        if (!Number.isNaN(date)) this.#skewMs = date - Date.now();
        return result;
      },
      { step: 'deserialize', priority: 'low', name: 'watchPoolClock' },
    );
  }
}

type Answer = InitiateAuthCommandOutput | RespondToAuthChallengeCommandOutput;

function stepOf(answer: Answer, userId: string): PoolStep {
  if (answer.ChallengeName === undefined)
    return { kind: 'tokens', tokens: tokensOf(answer.AuthenticationResult) };
  if (answer.ChallengeName === 'SOFTWARE_TOKEN_MFA' && answer.Session !== undefined) {
    return {
      kind: 'totp',
      session: answer.Session,
      userId: answer.ChallengeParameters?.USER_ID_FOR_SRP ?? userId,
    };
  }
  throw unsupported(answer.ChallengeName);
}

function tokensOf(result: AuthenticationResultType | undefined): PoolTokens {
  if (result?.IdToken === undefined || result.AccessToken === undefined) {
    throw new AppError('pool/failed', 'The user pool answered without tokens.');
  }
  return {
    idToken: result.IdToken,
    accessToken: result.AccessToken,
    refreshToken: result.RefreshToken ?? null,
  };
}

function unsupported(challenge: string | undefined): AppError {
  if (challenge === 'NEW_PASSWORD_REQUIRED') {
    return new AppError('auth/password-change-required', 'The pool wants a new password first.');
  }
  if (challenge === 'MFA_SETUP') {
    return new AppError('auth/mfa-setup-required', 'The pool wants a second factor to be set up first.');
  }
  return new AppError(
    'auth/challenge-unsupported',
    'The pool asks for something that this console cannot answer.',
    {
      detail: { challenge: /^[A-Z_]{1,40}$/.exec(challenge ?? '')?.[0] ?? 'none' },
    },
  );
}
