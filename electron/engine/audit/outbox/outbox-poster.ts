import { isAppError, toErrorValue, type ErrorValue } from '../../../../shared/errors.ts';
import { CONSOLE_EVENT_TAG } from '../console-event.ts';
import { Alarm } from '../source/alarm.ts';
import { backoffMs } from '../source/backoff.ts';
import { FhirClient, type FhirAnswer } from '../source/fhir-client.ts';
import { SYSTEM_TIMING, type Timing, type TokenProvider } from '../source/ports.ts';

/** One of the console's own events that the audit server does not have yet. */
export interface WaitingEvent {
  readonly seq: number;
  /** The uuid in its tag. */
  readonly resourceId: string;
  readonly raw: Uint8Array;
}

/** The console's own events, oldest first, and the note that the server has one. */
export interface OutboxPort {
  waiting(limit: number): Promise<readonly WaitingEvent[]>;
  markSent(sent: {
    readonly seq: number;
    readonly resourceId: string | null;
    readonly versionId: string | null;
    readonly sentAtMs: number;
  }): Promise<void>;
  /** The server refused it for good: it no longer waits. */
  markRefused(refused: {
    readonly seq: number;
    readonly status: number;
    readonly refusedAtMs: number;
  }): Promise<void>;
  /** What was refused before then waits again. */
  offerAgain(refusedBeforeMs: number): Promise<void>;
}

export interface OutboxStatus {
  /** Events that the server refused for good in this run. They stay in the store, marked, and are offered again after a day. */
  readonly refused: number;
  readonly error: ErrorValue | null;
  readonly notes: readonly string[];
}

export interface OutboxPosterOptions {
  readonly baseUrl: string;
  readonly tokens: TokenProvider;
  readonly port: OutboxPort;
  readonly timing?: Timing;
  readonly timeoutMs?: number;
}

const BATCH = 50;
/** A new event rings; this is for those that came while nobody listened. */
const LOOK_MS = 30_000;
/** A refused event is offered again by a run that begins so much later: rights and servers change. */
const OFFER_AGAIN_AFTER_MS = 24 * 3_600_000;
/** Answers that will be the same tomorrow: the event, or the operator, is not wanted. */
const REFUSALS: ReadonlySet<number> = new Set([400, 403, 404, 405, 413, 415, 422]);

/**
 * Posts the console's own events as `POST [base]/AuditEvent`, in order, each one once: a create is conditional on the
 * event's tag, so that an answer lost on the way makes no second copy. Never throws.
 */
export class OutboxPoster {
  private readonly options: OutboxPosterOptions;
  private readonly client: FhirClient;
  private readonly timing: Timing;
  private readonly alarm: Alarm;
  private readonly refused = new Map<number, number>();
  private readonly listeners = new Set<(status: OutboxStatus) => void>();
  private running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;
  private error: ErrorValue | null = null;
  private failures = 0;
  private conditional = true;

  constructor(options: OutboxPosterOptions) {
    this.options = options;
    this.timing = options.timing ?? SYSTEM_TIMING;
    this.alarm = new Alarm(this.timing);
    this.client = new FhirClient({
      baseUrl: options.baseUrl,
      tokens: options.tokens,
      timing: this.timing,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    });
  }

  status(): OutboxStatus {
    const count = this.refused.size;
    const answers = [...new Set(this.refused.values())].join(', ');
    const notes =
      count === 0 ? [] : [`The audit server refused ${count} of this console’s own events (${answers}).`];
    return { refused: count, error: this.error, notes };
  }

  /** Returns what ends the subscription. */
  onStatus(listener: (status: OutboxStatus) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    if (this.running !== null) return;
    const stop = new AbortController();
    this.refused.clear();
    this.running = { stop, done: this.run(stop.signal) };
  }

  /** Ends at once; what was not confirmed is posted again by the next run. */
  async dispose(): Promise<void> {
    const running = this.running;
    if (running === null) return;
    running.stop.abort();
    await running.done;
    this.running = null;
  }

  /** There is something new to post, or the network is back. */
  kick(): void {
    this.alarm.ring();
  }

  private async run(stop: AbortSignal): Promise<void> {
    let offered = false;
    while (!stop.aborted) {
      try {
        if (!offered) await this.options.port.offerAgain(this.timing.now() - OFFER_AGAIN_AFTER_MS);
        offered = true;
        const posted = await this.postWaiting(stop);
        this.failures = 0;
        this.report(null);
        if (posted === 0) await this.alarm.wait(LOOK_MS, stop);
      } catch (error) {
        if (stop.aborted) return;
        await this.backOff(error, stop);
      }
    }
  }

  private async postWaiting(stop: AbortSignal): Promise<number> {
    const waiting = await this.options.port.waiting(BATCH);
    let posted = 0;
    for (const event of waiting) {
      if (stop.aborted) break;
      await this.post(event, stop);
      posted += 1;
    }
    return posted;
  }

  private async post(event: WaitingEvent, stop: AbortSignal): Promise<void> {
    const answer = await this.send(event, stop);
    if (answer.status >= 200 && answer.status < 300) {
      const sentAtMs = this.timing.now();
      await this.options.port.markSent({ seq: event.seq, ...namesOf(answer), sentAtMs });
    } else if (answer.status === 412) {
      // Several events carry the tag already: the server has it, under a name that it does not tell.
      const sentAtMs = this.timing.now();
      await this.options.port.markSent({ seq: event.seq, resourceId: null, versionId: null, sentAtMs });
    } else {
      const { status } = answer;
      await this.options.port.markRefused({ seq: event.seq, status, refusedAtMs: this.timing.now() });
      this.refused.set(event.seq, status);
      this.report(this.error);
    }
  }

  private async send(event: WaitingEvent, stop: AbortSignal): Promise<FhirAnswer> {
    const tag = `_tag=${encodeURIComponent(`${CONSOLE_EVENT_TAG}|${event.resourceId}`)}`;
    const answer = await this.client.create(
      'AuditEvent',
      event.raw,
      stop,
      this.conditional ? tag : undefined,
    );
    if (!this.conditional || !REFUSALS.has(answer.status)) return answer;
    // Is it the event, or the condition, that the server does not take?
    const plain = await this.client.create('AuditEvent', event.raw, stop);
    if (plain.status >= 200 && plain.status < 300) this.conditional = false;
    return plain;
  }

  private async backOff(error: unknown, stop: AbortSignal): Promise<void> {
    this.failures += 1;
    const value = toErrorValue(error);
    this.report(value);
    const asked = isAppError(error) ? error.detail?.['retryAfterMs'] : undefined;
    const waitMs = backoffMs(this.failures, value.code, this.timing.random());
    await this.alarm.wait(Math.max(waitMs, typeof asked === 'number' ? asked : 0), stop);
  }

  private report(error: ErrorValue | null): void {
    this.error = error;
    const status = this.status();
    for (const listener of this.listeners) listener(status);
  }
}

/** Id and version from Location (`[base]/AuditEvent/[id]/_history/[vid]`), the version else from a weak ETag. */
export function namesOf(answer: Pick<FhirAnswer, 'headers'>): {
  readonly resourceId: string | null;
  readonly versionId: string | null;
} {
  const location = answer.headers.get('location') ?? '';
  const match = /\/AuditEvent\/([A-Za-z0-9.-]{1,64})(?:\/_history\/([A-Za-z0-9.-]{1,64}))?$/.exec(location);
  const etag = /^(?:W\/)?"([A-Za-z0-9.-]{1,64})"$/.exec(answer.headers.get('etag') ?? '');
  return { resourceId: match?.[1] ?? null, versionId: match?.[2] ?? etag?.[1] ?? null };
}
