import type { IncomingEvent } from '../projection.ts';

/** An event as the audit server gave it. */
export type SourcedEvent = IncomingEvent;

/** Where the source puts what it fetched. Events and cursor are stored in one transaction or not at all. */
export interface AuditSink {
  append(batch: {
    readonly events: readonly SourcedEvent[];
    readonly receivedAtMs: number;
    readonly cursor?: { readonly name: string; readonly value: string };
  }): Promise<{ readonly stored: number; readonly duplicate: number; readonly newestSeq: number }>;
  getCursor(name: string): Promise<string | null>;
}

/** The operator's access token for the audit server. */
export interface TokenProvider {
  getAccessToken(): Promise<string>;
  /** Gets a new token from the pool; called once after a 401. Rejects where the session is over. */
  refresh(): Promise<void>;
}

/** Time as the source sees it, so that a test can hold it. */
export interface Timing {
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
  /** Resolves after `ms`, at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_TIMING: Timing = {
  now: Date.now,
  random: Math.random,
  sleep: async (ms, signal) => {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
    });
  },
};
