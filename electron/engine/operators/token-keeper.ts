import { AppError, hasCode, isAppError, type ErrorCode } from '../../../shared/errors.ts';
import type { CognitoPool, PoolTokens } from '../cognito/pool.ts';
import type { TokenVerifier, VerifiedIdentity } from '../cognito/token-verifier.ts';
import { settled } from './settled.ts';

/** The pool's final word on a session: no retry will mend it. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  'auth/session-revoked',
  'auth/session-expired',
  'auth/user-disabled',
  'auth/password-change-required',
  'auth/user-not-confirmed',
  'auth/token-invalid',
  'auth/no-role',
  'auth/scope-changed',
]);

const REFRESH_EARLY_MS = 5 * 60_000;
/** An access token that is handed out lives at least this long, by our clock. */
const MIN_LIFE_MS = 60_000;
/** How often a live session is checked against the pool, so that a revoked operator is out within a minute. */
const CHECK_INTERVAL_MS = 60_000;
/**
 * After an unlock, so that the first rows are there before the engine is busy with the pool's code and answer. Less than
 * a check's interval: a revoked operator is still out within a minute.
 */
export const FIRST_QUESTION_MS = 1_000;
const RETRY_MIN_MS = 2_000;
const RETRY_MAX_MS = 60_000;

export interface TokenKeeperParts {
  readonly pool: Pick<CognitoPool, 'refresh' | 'checkAccess'>;
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  readonly now: () => number;
  /** Keeps a rotated refresh token; awaited before the new tokens are used, for the old one is already dead. */
  readonly keepRefreshToken: (token: string) => Promise<void>;
  /** Ends the session of a refresh token that came too late to be kept. */
  readonly revoke: (refreshToken: string) => Promise<void>;
  /** Fresh tokens were verified; may refuse the person by throwing an `auth/*` error. */
  readonly onVerified: (identity: VerifiedIdentity) => Promise<void>;
  readonly onConnection: (connection: 'online' | 'offline') => void;
  /** The pool ended the session. Called once; the keeper has stopped. */
  readonly onEnded: (reason: AppError) => void;
}

/**
 * Keeps one operator's tokens fresh in memory: refreshes ahead of expiry, retries while the pool is away, and learns of
 * a revoked session by asking the pool every minute.
 */
export class TokenKeeper {
  readonly #parts: TokenKeeperParts;
  #refreshToken: string;
  #access: { readonly token: string; readonly expiresAtMs: number } | null = null;
  #running: Promise<string> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #retryMs = RETRY_MIN_MS;
  #connection: 'online' | 'offline' = 'offline';
  #stopped = false;
  #discarded = false;

  constructor(parts: TokenKeeperParts, refreshToken: string) {
    this.#parts = parts;
    this.#refreshToken = refreshToken;
  }

  get refreshToken(): string {
    return this.#refreshToken;
  }

  get connection(): 'online' | 'offline' {
    return this.#connection;
  }

  /** Begins with tokens that were just verified. */
  startWith(accessToken: string, expiresAtMs: number): void {
    if (this.#stopped) return;
    this.#access = { token: accessToken, expiresAtMs };
    this.#setConnection('online');
    this.#schedule();
  }

  /** Begins offline: asks for tokens in the background, in a moment. */
  startOffline(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#wake();
    }, FIRST_QUESTION_MS);
  }

  /** An access token with at least a minute to live. @throws `pool/*` or `auth/*` */
  async getAccessToken(): Promise<string> {
    if (this.#access !== null && this.#access.expiresAtMs - this.#parts.now() > MIN_LIFE_MS) {
      return this.#access.token;
    }
    return this.refresh();
  }

  /** Gets new tokens now; concurrent callers share one request. @throws `pool/*` or `auth/*` */
  async refresh(): Promise<string> {
    this.#running ??= this.#refreshOnce().finally(() => {
      this.#running = null;
      this.#schedule();
    });
    return this.#running;
  }

  /**
   * Stops for a while (the desk locks). A rotated refresh token that is already under way is still kept, for the old one
   * is dead; {@link finished} tells when.
   */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#access = null;
  }

  /** Stops for good (signed out, or ended by the pool): a refresh token that still comes is revoked, never kept. */
  discard(): void {
    this.#discarded = true;
    this.stop();
  }

  /** Resolves when no refresh is under way. Never rejects. */
  async finished(): Promise<void> {
    if (this.#running !== null) await settled(this.#running);
  }

  async #refreshOnce(): Promise<string> {
    try {
      this.#checkRunning();
      const tokens = await this.#parts.pool.refresh(this.#refreshToken);
      await this.#adopt(tokens);
      return tokens.accessToken;
    } catch (error) {
      this.#failed(error);
      throw error;
    }
  }

  async #adopt(tokens: PoolTokens): Promise<void> {
    if (tokens.refreshToken !== null) {
      // First of all: whatever fails below, only this one will be good at the next attempt.
      this.#refreshToken = tokens.refreshToken;
      if (this.#discarded) await this.#parts.revoke(tokens.refreshToken);
      else await this.#parts.keepRefreshToken(tokens.refreshToken);
    }
    this.#checkRunning();
    const identity = await this.#parts.verifier.verify(tokens);
    this.#checkRunning();
    await this.#parts.onVerified(identity);
    this.#checkRunning();
    this.#access = { token: tokens.accessToken, expiresAtMs: identity.accessExpiresAtMs };
    this.#setConnection('online');
  }

  async #check(): Promise<void> {
    const access = this.#access;
    if (access === null || access.expiresAtMs - this.#parts.now() <= REFRESH_EARLY_MS) {
      await this.refresh();
      return;
    }
    try {
      await this.#parts.pool.checkAccess(access.token);
      this.#setConnection('online');
    } catch (error) {
      if (hasCode(error, 'auth/session-expired')) {
        // Our clock is behind the pool's: only the access token's time is over, not the session's.
        await this.refresh();
        return;
      }
      this.#failed(error);
    }
    this.#schedule();
  }

  #failed(error: unknown): void {
    if (this.#stopped) return;
    if (isAppError(error) && FINAL.has(error.code)) {
      this.discard();
      this.#parts.onEnded(error);
      return;
    }
    this.#setConnection('offline');
  }

  #setConnection(connection: 'online' | 'offline'): void {
    if (this.#stopped) return;
    if (connection === 'online') this.#retryMs = RETRY_MIN_MS;
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.#parts.onConnection(connection);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    let delayMs = CHECK_INTERVAL_MS;
    if (this.#connection === 'offline') {
      // Full jitter: a clinic's consoles must not return as one wave.
      delayMs = RETRY_MIN_MS + Math.random() * this.#retryMs;
      this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
    }
    this.#timer = setTimeout(() => {
      this.#wake();
    }, delayMs);
  }

  #wake(): void {
    // A failure has been dealt with in #failed already; the next attempt is on the timer.
    this.#check().catch(() => undefined);
  }

  #checkRunning(): void {
    if (this.#stopped) throw new AppError('auth/not-signed-in', 'The session has ended.');
  }
}
