import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import type { Accepted } from './sign-in.ts';

/** How long an accepted sign-in waits for a decision about an unreadable cache: it holds tokens and the password. */
const DECISION_LIFETIME_MS = 5 * 60_000;

interface Waiting {
  readonly by: Accepted;
  readonly because: ErrorCode;
}

/** A sign-in that the pool accepted while the cache cannot be opened, and why it cannot. Holds one at a time. */
export class UndecidedSignIn {
  readonly #revoke: (refreshToken: string) => Promise<void>;
  #waiting: Waiting | null = null;
  #expiry: NodeJS.Timeout | undefined;

  /** @param revoke ends the pool's session of a sign-in that led to no open desk; never rejects */
  constructor(revoke: (refreshToken: string) => Promise<void>) {
    this.#revoke = revoke;
  }

  hold(by: Accepted, because: ErrorCode): void {
    this.drop();
    this.#waiting = { by, because };
    this.#expiry = setTimeout(() => {
      this.drop();
    }, DECISION_LIFETIME_MS).unref();
  }

  /** @throws `auth/not-signed-in` */
  require(): Waiting {
    if (this.#waiting === null) throw new AppError('auth/not-signed-in', 'Sign in first.');
    return this.#waiting;
  }

  /** The desk is open: its tokens are in use. */
  settle(): void {
    clearTimeout(this.#expiry);
    this.#waiting = null;
  }

  /** Forgets password and tokens, and ends their session at the pool. */
  drop(): void {
    const dropped = this.#waiting;
    this.settle();
    if (dropped !== null) void this.#revoke(dropped.by.tokens.refreshToken);
  }
}
