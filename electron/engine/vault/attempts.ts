import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { replaceDurably, UncertainWrite, type FilePort } from './file-port.ts';
import type { Clock } from './clock-rules.ts';

export const ATTEMPTS_FILE = 'attempts.json';

/** Typing errors cost nothing. */
const FREE_FAILURES = 3;
const FIRST_DELAY_MS = 5_000;
const MAX_DELAY_MS = 15 * 60_000;

const AttemptsSchema = z.strictObject({
  format: z.literal(1),
  failures: z.int().min(0),
  lastAtMs: z.int().min(0),
});
type Attempts = z.infer<typeof AttemptsSchema>;

/** How long to wait after so many failures: 0 for the first three, then 5 s doubling up to 15 min. */
export function delayAfterMs(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(20, failures - FREE_FAILURES));
}

/**
 * Counts password attempts on this machine. The failure is written before the password is tried and taken back when it
 * was right, so that killing the process in between does not give a free guess. The count is not authenticated (no key
 * is open yet): it slows a person at the keyboard, not somebody who can edit the disk — for whom scrypt and the keychain
 * are the barrier.
 */
export class AttemptCounter {
  readonly #files: FilePort;
  readonly #path: string;
  readonly #clock: Clock;

  constructor(files: FilePort, dir: string, clock: Clock) {
    this.#files = files;
    this.#path = join(dir, ATTEMPTS_FILE);
    this.#clock = clock;
  }

  /** @throws `auth/too-many-attempts` with `detail.retryAfterMs` while the delay runs; nothing is counted then */
  async begin(): Promise<void> {
    const nowMs = this.#clock.nowMs();
    const attempts = await this.#read();
    const delayMs = delayAfterMs(attempts.failures);
    if (attempts.lastAtMs > nowMs) {
      // The clock was put back: the delay runs from now, or it would last until the old time comes round again.
      await this.#write({ ...attempts, lastAtMs: nowMs });
    }
    const retryAfterMs = Math.min(attempts.lastAtMs, nowMs) + delayMs - nowMs;
    if (retryAfterMs > 0) {
      throw new AppError(
        'auth/too-many-attempts',
        'Too many wrong passwords on this computer; wait before the next.',
        {
          detail: { retryAfterMs, failures: attempts.failures },
        },
      );
    }
    await this.#write({ format: 1, failures: attempts.failures + 1, lastAtMs: nowMs });
  }

  /** The password was right: forget the failures. */
  async succeed(): Promise<void> {
    await this.#files.remove(this.#path);
  }

  async #read(): Promise<Attempts> {
    const bytes = await this.#files.read(this.#path);
    if (bytes === null) return { format: 1, failures: 0, lastAtMs: 0 };
    try {
      return AttemptsSchema.parse(JSON.parse(bytes.toString('utf8')));
    } catch {
      // Damaged by hand or by the disk: neither a free start nor a lock-out; the free attempts are gone.
      return { format: 1, failures: FREE_FAILURES, lastAtMs: 0 };
    }
  }

  async #write(attempts: Attempts): Promise<void> {
    try {
      await replaceDurably(this.#files, this.#path, Buffer.from(JSON.stringify(attempts)));
    } catch (error) {
      // Counted, though perhaps not past a power cut: no reason to refuse the right password.
      if (!(error instanceof UncertainWrite)) throw error;
    }
  }
}
