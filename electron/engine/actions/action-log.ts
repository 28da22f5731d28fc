import { randomUUID } from 'node:crypto';
import type { ActionEntry } from '../../../shared/contract/spec.ts';
import type { Result } from '../../../shared/result.ts';
import type { IncomingEvent } from '../audit/projection.ts';
import type { JobChange } from '../store/store.ts';
import {
  buildActionEvent,
  type ActingConsole,
  type ActingOperator,
  type ActionOutcome,
} from './build-action-event.ts';

/** Where the log is kept. An event of the origin `console` goes into the outbox in the same transaction. */
export interface ActionSink {
  append(batch: {
    readonly events: readonly IncomingEvent[];
    readonly receivedAtMs: number;
    readonly job?: JobChange;
  }): Promise<{ readonly stored: number; readonly newestSeq: number }>;
}

export interface ActionLogOptions {
  readonly sink: ActionSink;
  readonly operator: ActingOperator;
  readonly console: ActingConsole;
  readonly now?: () => number;
  /** Told when an event waits to be posted. */
  readonly onWritten?: (written: { readonly newestSeq: number }) => void;
}

export interface ActionRecord {
  readonly entry: ActionEntry;
  readonly phase: 'before' | 'after';
  readonly outcome: ActionOutcome | null;
  /** Absent for an act that has one record only. */
  readonly correlationId?: string;
  /** The end of a job, kept in the same transaction as the record of it. */
  readonly job?: JobChange;
}

/** The same search within this time is one search: a table asks again whenever something new arrives. */
const COALESCE_MS = 60_000;

/** The trail of what the operator of one session did at this console. */
export class ActionLog {
  private readonly options: ActionLogOptions;
  private readonly now: () => number;
  private readonly searches = new Map<string, number>();

  constructor(options: ActionLogOptions) {
    this.options = options;
    this.now = options.now ?? Date.now;
  }

  /** Records that an act is about to begin; resolves when that is on the disk, so that the act may go on. */
  async before(entry: ActionEntry): Promise<string> {
    const correlationId = randomUUID();
    await this.write({ entry, phase: 'before', outcome: null, correlationId });
    return correlationId;
  }

  /** Records how an act ended. */
  async after(entry: ActionEntry, result: Result<unknown>, correlationId?: string): Promise<void> {
    const outcome: ActionOutcome = result.ok ? { ok: true } : { ok: false, code: result.error.code };
    await this.write({
      entry,
      phase: 'after',
      outcome,
      ...(correlationId === undefined ? {} : { correlationId }),
    });
  }

  /**
   * Stores one record and resolves when it is on the disk, so that what is logged has been logged before anybody sees
   * its result. Rejects as the store does: an act that cannot be recorded does not happen.
   */
  async write(record: ActionRecord): Promise<void> {
    const at = this.now();
    const search = searchKey(record);
    if (search !== null && this.isRecent(search, at)) return;
    const { id, raw } = buildActionEvent({
      ...record,
      correlationId: record.correlationId ?? randomUUID(),
      operator: this.options.operator,
      console: this.options.console,
      at: new Date(at),
    });
    const event: IncomingEvent = { origin: 'console', resourceId: id, versionId: null, raw, alias: null };
    const { newestSeq } = await this.options.sink.append({
      events: [event],
      receivedAtMs: at,
      ...(record.job === undefined ? {} : { job: record.job }),
    });
    if (search !== null) this.searches.set(search, at);
    this.options.onWritten?.({ newestSeq });
  }

  private isRecent(search: string, at: number): boolean {
    for (const [key, since] of this.searches) {
      if (at - since >= COALESCE_MS || at < since) this.searches.delete(key);
    }
    return this.searches.has(search);
  }
}

/** What makes two searches the same: question and end. Null for acts that are never taken together. */
function searchKey({ entry, outcome }: ActionRecord): string | null {
  if (entry.kind !== 'audit-log-search') return null;
  return JSON.stringify([entry.about ?? '', outcome]);
}
