import { AppError, isAppError, type ErrorCode } from '../../../shared/errors.ts';
import type { CognitoPool, PoolTokens } from '../cognito/pool.ts';
import type { TokenVerifier, VerifiedIdentity } from '../cognito/token-verifier.ts';

/** The pool's final word on a session: no retry will mend it. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  'auth/session-revoked',
  'auth/session-expired',
  'auth/user-disabled',
  'auth/wrong-credentials',
  'auth/password-change-required',
  'auth/user-not-confirmed',
  'auth/token-invalid',
]);

const REFRESH_EARLY_MS = 5 * 60_000;
/** How often a live session is checked against the pool, so that a revoked operator is out within a minute. */
const CHECK_INTERVAL_MS = 60_000;
const RETRY_MIN_MS = 2_000;
const RETRY_MAX_MS = 60_000;

export interface TokenKeeperParts {
  readonly pool: Pick<CognitoPool, 'refresh' | 'checkAccess'>;
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  readonly now: () => number;
  /** Keeps a rotated refresh token; awaited before the new tokens are used, for the old one is already dead. */
  readonly keepRefreshToken: (token: string) => Promise<void>;
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
    this.#access = { token: accessToken, expiresAtMs };
    this.#setConnection('online');
    this.#schedule();
  }

  /** Begins offline: asks for tokens in the background. */
  startOffline(): void {
    this.#wake();
  }

  /** An access token with at least a minute to live. @throws `pool/*` or `auth/*` */
  async getAccessToken(): Promise<string> {
    if (this.#access !== null && this.#access.expiresAtMs - this.#parts.now() > 60_000)
      return this.#access.token;
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

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#access = null;
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
      await this.#parts.keepRefreshToken(tokens.refreshToken);
      this.#refreshToken = tokens.refreshToken;
    }
    const identity = await this.#parts.verifier.verify(tokens);
    this.#checkRunning();
    await this.#parts.onVerified(identity);
    this.#checkRunning();
    this.#access = { token: tokens.accessToken, expiresAtMs: identity.accessExpiresAtMs };
    this.#setConnection('online');
  }

  async #check(): Promise<void> {
    const { token } = this.#access ?? {};
    if (token === undefined || this.#dueForRefresh()) {
      await this.refresh();
      return;
    }
    try {
      await this.#parts.pool.checkAccess(token);
      this.#setConnection('online');
    } catch (error) {
      this.#failed(error);
    }
    this.#schedule();
  }

  #dueForRefresh(): boolean {
    return this.#access === null || this.#access.expiresAtMs - this.#parts.now() <= REFRESH_EARLY_MS;
  }

  #failed(error: unknown): void {
    if (this.#stopped) return;
    if (isAppError(error) && (FINAL.has(error.code) || error.code === 'auth/no-role')) {
      this.stop();
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
