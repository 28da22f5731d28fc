import { z } from 'zod';
import type { StateKeep } from '../state.ts';

const DOCUMENT = 'revocations';

const Stored = z.object({
  families: z.record(z.string(), z.number()),
  signedOutAtMs: z.record(z.string(), z.number()),
  spentRefreshTokens: z.record(z.string(), z.number()),
});

/** One sign-in: every token that comes of it carries its `origin_jti`. */
export interface SignIn {
  readonly originJti: string;
  readonly sub: string;
  readonly startedAtMs: number;
}

/** What the pool knows of tokens that hold no more: revoked sign-ins, global sign-outs, rotated refresh tokens. */
export class Revocations {
  readonly #state: StateKeep;
  readonly #families: Map<string, number>;
  readonly #signedOutAtMs: Map<string, number>;
  readonly #spent: Map<string, number>;
  /** Sign-ins of this process by their user: a global sign-out ends exactly these, whatever the clock's resolution. */
  readonly #live = new Map<string, Map<string, SignIn>>();

  constructor(state: StateKeep) {
    this.#state = state;
    const kept = Stored.safeParse(state.load(DOCUMENT));
    const stored = kept.success ? kept.data : { families: {}, signedOutAtMs: {}, spentRefreshTokens: {} };
    this.#families = new Map(Object.entries(stored.families));
    this.#signedOutAtMs = new Map(Object.entries(stored.signedOutAtMs));
    this.#spent = new Map(Object.entries(stored.spentRefreshTokens));
  }

  /** Notes a sign-in that began now, or one from before a restart that came back. */
  remember(signIn: SignIn): void {
    const live = this.#live.get(signIn.sub) ?? new Map<string, SignIn>();
    live.set(signIn.originJti, signIn);
    this.#live.set(signIn.sub, live);
  }

  /** RevokeToken: ends one sign-in. */
  revokeFamily(originJti: string, nowMs: number): void {
    this.#families.set(originJti, nowMs);
    this.#save();
  }

  /** GlobalSignOut: ends every sign-in of a user that began before. */
  signOut(sub: string, nowMs: number): void {
    for (const originJti of this.#live.get(sub)?.keys() ?? []) this.#families.set(originJti, nowMs);
    this.#live.delete(sub);
    this.#signedOutAtMs.set(sub, nowMs);
    this.#save();
  }

  /** True if the sign-in was ended. One unknown to this process is judged by when it began. */
  isRevoked(signIn: SignIn): boolean {
    if (this.#families.has(signIn.originJti)) return true;
    if (this.#live.get(signIn.sub)?.has(signIn.originJti)) return false;
    const signedOutAtMs = this.#signedOutAtMs.get(signIn.sub);
    return signedOutAtMs !== undefined && signIn.startedAtMs <= signedOutAtMs;
  }

  /** Notes that a refresh token was rotated out; the first time counts. Answers that first time. */
  spend(refreshJti: string, nowMs: number): number {
    const first = this.#spent.get(refreshJti);
    if (first !== undefined) return first;
    this.#spent.set(refreshJti, nowMs);
    this.#save();
    return nowMs;
  }

  /** When the refresh token was rotated out, or undefined if it is the newest. */
  spentAtMs(refreshJti: string): number | undefined {
    return this.#spent.get(refreshJti);
  }

  #save(): void {
    this.#state.save(DOCUMENT, {
      families: Object.fromEntries(this.#families),
      signedOutAtMs: Object.fromEntries(this.#signedOutAtMs),
      spentRefreshTokens: Object.fromEntries(this.#spent),
    });
  }
}
