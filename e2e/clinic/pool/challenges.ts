import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { notAuthorized } from '../service-error.ts';

/** `AuthSessionValidity`, Cognito's default: three minutes for each challenge. */
const VALID_MS = 3 * 60_000;
const HANDLE_BYTES = 96;

interface Entry<T> {
  readonly value: T;
  readonly expiresAtMs: number;
}

/** Hands out unguessable strings that stand for something once and for three minutes. */
export class Challenges<T> {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry<T>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps `value` under a new handle; base64 because Cognito's SECRET_BLOCK is. */
  open(value: T): string {
    const nowMs = this.#clock.now();
    for (const [handle, entry] of this.#entries) if (entry.expiresAtMs <= nowMs) this.#entries.delete(handle);
    const handle = randomBytes(HANDLE_BYTES).toString('base64');
    this.#entries.set(handle, { value, expiresAtMs: nowMs + VALID_MS });
    return handle;
  }

  /** Looks without spending; throws `NotAuthorizedException` as Cognito does for a spent, unknown or late session. */
  peek(handle: string): T {
    const entry = this.#entries.get(handle);
    if (!entry) throw notAuthorized('Invalid session for the user.');
    if (entry.expiresAtMs <= this.#clock.now()) {
      throw notAuthorized('Invalid session for the user, session is expired.');
    }
    return entry.value;
  }

  /** Takes the value and spends the handle; undefined if it is unknown, spent or late. */
  take(handle: string): T | undefined {
    const entry = this.#entries.get(handle);
    this.#entries.delete(handle);
    return entry && entry.expiresAtMs > this.#clock.now() ? entry.value : undefined;
  }
}
