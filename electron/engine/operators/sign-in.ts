import { randomUUID } from 'node:crypto';
import type { SignInStep } from '../../../shared/domain/session.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { AppError } from '../../../shared/errors.ts';
import type { CognitoPool, PoolStep, PoolTokens } from '../cognito/pool.ts';
import type { TokenVerifier } from '../cognito/token-verifier.ts';
import { identityOf, type Identity } from './identity.ts';
import { settled, within } from './settled.ts';

/** A challenge of the pool lives for three minutes (AWS: app client, authentication flow session duration). */
const CHALLENGE_LIFETIME_MS = 3 * 60_000;
const REVOKE_TIMEOUT_MS = 3_000;

/** Accepted by the pool, before the vault is open. The password is needed once more, to open it. */
export interface Accepted {
  readonly identity: Identity;
  readonly tokens: PoolTokens & { readonly refreshToken: string };
  readonly accessExpiresAtMs: number;
  readonly password: string;
}

export type SignInOutcome = Accepted | Extract<SignInStep, { kind: 'code-required' }>;

interface Challenge {
  readonly id: string;
  readonly session: string;
  readonly userId: string;
  readonly password: string;
  readonly expiresAtMs: number;
  /** Forgets the password of a person who walked away. */
  readonly expiry: NodeJS.Timeout;
}

export interface SignInParts {
  readonly settings: Pick<Settings, 'groups'>;
  readonly pool: Pick<CognitoPool, 'signIn' | 'answerTotp' | 'revoke'>;
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  readonly now: () => number;
}

/** The dialogue with the pool: password, one-time code, verified tokens, a role. Holds one challenge at a time. */
export class SignIn {
  readonly #parts: SignInParts;
  #challenge: Challenge | null = null;

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /** @throws `auth/*`, `pool/*` */
  async start(username: string, password: string): Promise<SignInOutcome> {
    this.forget();
    return this.#proceed(await this.#parts.pool.signIn(username, password), password);
  }

  /** @throws `auth/code-expired` when the challenge is too old or not this one; `auth/wrong-code`, `auth/*`, `pool/*` */
  async answer(challengeId: string, code: string): Promise<SignInOutcome> {
    const challenge = this.#challenge;
    if (challenge?.id !== challengeId || this.#parts.now() > challenge.expiresAtMs) {
      throw new AppError('auth/code-expired', 'The sign-in took too long.');
    }
    const step = await this.#parts.pool.answerTotp(challenge, code);
    this.forget();
    return this.#proceed(step, challenge.password);
  }

  forget(): void {
    clearTimeout(this.#challenge?.expiry);
    this.#challenge = null;
  }

  /** Best effort and short, never rejects: whoever signs out offline must not wait for a pool that is away. */
  async revoke(refreshToken: string): Promise<void> {
    await within(REVOKE_TIMEOUT_MS, settled(this.#parts.pool.revoke(refreshToken)));
  }

  async #proceed(step: PoolStep, password: string): Promise<SignInOutcome> {
    if (step.kind === 'totp') {
      const expiresAtMs = this.#parts.now() + CHALLENGE_LIFETIME_MS;
      this.#challenge = {
        id: randomUUID(),
        session: step.session,
        userId: step.userId,
        password,
        expiresAtMs,
        expiry: setTimeout(() => {
          this.#challenge = null;
        }, CHALLENGE_LIFETIME_MS).unref(),
      };
      return {
        kind: 'code-required',
        challengeId: this.#challenge.id,
        method: 'totp',
        expiresAt: new Date(expiresAtMs).toISOString(),
      };
    }
    const { refreshToken } = step.tokens;
    if (refreshToken === null)
      throw new AppError('pool/failed', 'The user pool answered without a refresh token.');
    const verified = await this.#parts.verifier.verify(step.tokens);
    try {
      return {
        identity: identityOf(verified, this.#parts.settings.groups),
        tokens: { ...step.tokens, refreshToken },
        accessExpiresAtMs: verified.accessExpiresAtMs,
        password,
      };
    } catch (error) {
      await this.revoke(refreshToken);
      throw error;
    }
  }
}
