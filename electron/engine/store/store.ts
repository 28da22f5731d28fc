import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditCursor, AuditFilter, AuditPage, Coverage, Term } from '../../../shared/domain/audit.ts';
import type { JobItem } from '../../../shared/domain/jobs.ts';
import { AppError, hasCode } from '../../../shared/errors.ts';
import type { AppendResult, SourceCursor } from './append.ts';
import { dayName, RETENTION_CLASS, type DekName } from './days.ts';
import type { JobItemsQuestion, JobMove, JobRecord, NewJob } from './job-records.ts';
import type { DayCount, EventCount } from './overview.ts';
import { isWrittenWith } from './page-check.ts';
import { pack } from './prepared.ts';
import type {
  ConnectionSetting,
  GivenKeys,
  OutboxEntry,
  OutboxStatus,
  ReadCalls,
  RefusedEvent,
  SelectedQuestion,
  SentEvent,
  StoredEvent,
} from './protocol.ts';
import type { RawEvents, SelectedEvent, SelectedPage, Selection } from './selection.ts';
import type { AppendRequest, StoreOptions } from './store-options.ts';
import type { StoreThreads } from './store-threads.ts';
import type { TermField } from './tokens.ts';

export type { AppendRequest, DekPort, StoreOptions } from './store-options.ts';
export type { AppendResult, SourceCursor } from './append.ts';
export type { DekName } from './days.ts';
export type {
  JobChange,
  JobItemsQuestion,
  JobMove,
  JobRecord,
  JobStepRecord,
  NewJob,
} from './job-records.ts';
export type { DayCount, EventCount } from './overview.ts';
export type {
  OutboxEntry,
  OutboxStatus,
  RefusedEvent,
  SelectedQuestion,
  SentEvent,
  StoredEvent,
} from './protocol.ts';
export type { RawEvents, SelectedEvent, SelectedPage, Selection } from './selection.ts';

const BUSY_TIMEOUT_MS = 5_000;
const SEAL_AFTER_MS = 30_000;
const RETRY_AFTER_MS = 100;
const CLOSE_TIMEOUT_MS = 5_000;
const WRITER_CACHE_KIB = 32 * 1024;
const READER_CACHE_KIB = 32 * 1024;

/**
 * Opens the audit store, creating it if there is none.
 *
 * @throws store/from-future (the file is left as it was), store/wrong-key, store/corrupt (see {@link quarantine}),
 *   store/busy, store/disk-full, store/write-failed
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  if (!isAbsolute(options.file)) {
    await options.threads.end();
    throw new AppError('engine/internal', 'The store needs an absolute path.');
  }
  const store = new Store(options);
  try {
    await store.start();
    return store;
  } catch (error) {
    await store.abandon();
    throw diagnosed(options, error);
  }
}

/** The encrypted store of the audit trail: this side runs in the engine's event loop, all SQL in threads of its own. */
export class Store {
  readonly #options: StoreOptions;
  readonly #threads: StoreThreads;
  #state: 'open' | 'closing' | 'closed' = 'open';
  #closing: Promise<void> | null = null;
  #writes: Promise<unknown> = Promise.resolve();
  #sealTimer: NodeJS.Timeout | null = null;
  /** With a copy of the key, wiped as soon as the counting thread has it. */
  #toCount: ConnectionSetting | null = null;
  #counting: Promise<unknown> | null = null;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#threads = options.threads;
    this.#threads.watch(() => {
      this.#crashed();
    });
  }

  /** Part of {@link openStore}. */
  async start(): Promise<void> {
    const { writer, reader } = this.#threads;
    const setting: ConnectionSetting = {
      file: this.#options.file,
      databaseKey: this.#options.databaseKey,
      cacheKiB: this.#options.writerCacheKiB ?? WRITER_CACHE_KIB,
      busyTimeoutMs: this.#options.busyTimeoutMs ?? BUSY_TIMEOUT_MS,
      maxPages: this.#options.maxPages ?? null,
    };
    try {
      await writer.call('open', setting);
    } catch (error) {
      if (!hasCode(error, 'store/corrupt')) throw error;
      // Once more: another program (a virus scanner, a backup) may have had its hands on the file.
      await sleep(RETRY_AFTER_MS);
      await writer.call('open', setting);
    }
    const reading = { ...setting, cacheKiB: this.#options.readerCacheKiB ?? READER_CACHE_KIB };
    await reader.call('open', reading);
    this.#toCount = { ...reading, databaseKey: Buffer.from(reading.databaseKey) };
    const sealAfterMs = this.#options.sealAfterMs ?? SEAL_AFTER_MS;
    this.#sealTimer = setInterval(() => {
      // A failure here loses nothing: the events stay in the tail, and the next append meets the same cause.
      this.sealDue().catch(() => undefined);
    }, sealAfterMs);
    this.#sealTimer.unref();
  }

  /**
   * Stores events with their source's cursor in one transaction and resolves when it is on the disk. Known events are
   * skipped: by origin, id and version, without an id by their bytes, as an alias by their tag.
   *
   * @throws store/disk-full, store/busy, store/write-failed: nothing of the batch is stored; vault errors likewise
   */
  async append(request: AppendRequest): Promise<AppendResult> {
    this.#assertOpen();
    const { receivedAtMs, cursor, job } = request;
    const { events, bytes } = pack(request.events);
    // Preparing runs ahead while an earlier batch is being written; the order of writing is that of the calls.
    const preparing = this.#threads.preparer.call('prepare', { events, bytes, receivedAtMs }, [bytes.buffer]);
    return await this.#inOrder(async () => {
      const { payload, bytes: raw, dekNames } = await preparing;
      const keys = await this.#sealingKeys(dekNames);
      return await this.#threads.writer.call(
        'append',
        { payload, bytes: raw, packed: events, receivedAtMs, cursor: cursor ?? null, job: job ?? null, keys },
        [payload.buffer, raw.buffer],
      );
    }, preparing);
  }

  /** A page of events, newest first by (recordedAt, seq). */
  async search(filter: AuditFilter, after: AuditCursor | null, limit: number): Promise<AuditPage> {
    return await this.#read('search', { filter, after, limit });
  }

  /** The operator's own acts at this console, newest first. */
  async actions(after: AuditCursor | null, limit: number): Promise<AuditPage> {
    return await this.#read('actions', { after, limit });
  }

  /** How many events match; counting one by one stops at `limit`. */
  async count(filter: AuditFilter, limit: number): Promise<EventCount> {
    return await (await this.#counter()).call('count', { filter, limit });
  }

  /** Terms that hold all words of `text`, the last as a prefix; most used first. */
  async suggest(field: TermField, text: string, limit: number): Promise<readonly Term[]> {
    return await this.#read('suggest', { field, text, limit });
  }

  async coverage(): Promise<Coverage> {
    return await this.#read('coverage', null);
  }

  /** Events kept that differ from an earlier one of the same id and version. */
  async conflicts(): Promise<number> {
    return await this.#read('conflicts', null);
  }

  async daysWithEvents(): Promise<readonly DayCount[]> {
    return await this.#read('daysWithEvents', null);
  }

  /**
   * One event with its raw bytes, checked against its leaf hash.
   *
   * @throws store/not-found, store/corrupt with the seq, vault/key-missing
   */
  async event(seq: number): Promise<StoredEvent> {
    const name = await this.#read('dekName', { seq });
    const key = name === null ? null : this.#options.deks.existingDek(name);
    return await this.#read('event', { seq, key });
  }

  /** Keeps a new job, waiting for its turn. */
  async createJob(job: NewJob): Promise<JobRecord> {
    this.#assertOpen();
    return await this.#inOrder(() => this.#threads.writer.call('createJob', job));
  }

  /** @throws job/not-found, job/not-possible */
  async moveJob(move: JobMove): Promise<JobRecord> {
    this.#assertOpen();
    return await this.#inOrder(() => this.#threads.writer.call('moveJob', move));
  }

  /** Newest first. */
  async jobs(limit: number): Promise<readonly JobRecord[]> {
    return await this.#read('jobs', { limit });
  }

  /** Jobs that have not ended, in the order of their creation. */
  async openJobs(): Promise<readonly JobRecord[]> {
    return await this.#read('openJobs', null);
  }

  /** @throws job/not-found */
  async job(jobId: string): Promise<JobRecord> {
    return await this.#read('job', { jobId });
  }

  /** A page of a job's lines. @throws job/not-found */
  async jobItems(question: JobItemsQuestion): Promise<readonly JobItem[]> {
    return await this.#read('jobItems', question);
  }

  /** The newest event, and how many a selection holds now. Counting words may take a second for a million. @throws job/not-found */
  async sizeOf(selection: Selection): Promise<{ readonly newestSeq: number; readonly events: number }> {
    return await (await this.#counter()).call('sizeOf', { selection });
  }

  /** A page of a selection, which is the same whatever arrives meanwhile. @throws job/not-found */
  async selected(question: SelectedQuestion): Promise<SelectedPage> {
    return await (await this.#counter()).call('selected', question);
  }

  /** Bytes of events of a selection, checked against their leaf hashes; see {@link RawEvents}. May answer fewer than asked. */
  async rawEvents(events: readonly SelectedEvent[], maxBytes: number): Promise<RawEvents> {
    const counter = await this.#counter();
    const keys = [...new Set(events.map(({ day }) => day))].flatMap((day) => {
      const name: DekName = { day: dayName(day), retentionClass: RETENTION_CLASS };
      const key = this.#options.deks.existingDek(name);
      return key === null ? [] : [[name, key] as const];
    });
    return await counter.call('rawEvents', { events, keys, maxBytes });
  }

  /** Console events that wait to be posted, oldest first. */
  async outboxWaiting(limit: number): Promise<readonly OutboxEntry[]> {
    return await this.#read('outboxWaiting', { limit });
  }

  async outboxStatus(): Promise<OutboxStatus> {
    return await this.#read('outboxStatus', null);
  }

  /** Notes that the server has an event, and under which id, so that its copy is known when it comes back. */
  async markSent(sent: SentEvent): Promise<void> {
    this.#assertOpen();
    await this.#inOrder(() => this.#threads.writer.call('markSent', sent));
  }

  /** Notes that the server refused an event for good: it no longer waits, and is counted as refused. */
  async markRefused(refused: RefusedEvent): Promise<void> {
    this.#assertOpen();
    await this.#inOrder(() => this.#threads.writer.call('markRefused', refused));
  }

  /** Lets events wait again that were refused before a moment: a server may have changed its mind. */
  async offerAgain(refusedBeforeMs: number): Promise<void> {
    this.#assertOpen();
    await this.#inOrder(() => this.#threads.writer.call('offerAgain', { refusedBeforeMs }));
  }

  async getCursor(name: string): Promise<string | null> {
    return await this.#read('getCursor', { name });
  }

  async setCursor(cursor: SourceCursor): Promise<void> {
    this.#assertOpen();
    await this.#inOrder(() => this.#threads.writer.call('setCursor', cursor));
  }

  /** Seals what waits of closed days that have been quiet for a while. Runs by itself; answers how many events. */
  async sealDue(): Promise<number> {
    this.#assertOpen();
    return await this.#inOrder(() => this.#sealDue(this.#options.sealAfterMs ?? SEAL_AFTER_MS));
  }

  /** SQLite's check of every page and index: seconds for a large store. */
  async isSound(): Promise<boolean> {
    return (await (await this.#counter()).call('quickCheck', null)).sound;
  }

  /** For tests of a full disk. */
  async setMaxPages(pages: number): Promise<void> {
    await this.#inOrder(() => this.#threads.writer.call('setMaxPages', { pages }));
  }

  /** Waits for what was begun, seals what is due, closes the readers, then the writer. May be called again. */
  async close(): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  /** Ends the threads at once. What was acknowledged is on the disk; the rest fails with store/closed. */
  async abandon(): Promise<void> {
    this.#state = 'closed';
    if (this.#sealTimer !== null) clearInterval(this.#sealTimer);
    this.#toCount?.databaseKey.fill(0);
    await this.#threads.end();
  }

  async #close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closing';
    const timeout = new AbortController();
    const orderly = async (): Promise<void> => {
      const { reader, writer } = this.#threads;
      await this.#inOrder(() => this.#sealDue(0)).catch(() => 0);
      const closeCounter = async (): Promise<unknown> => this.#threads.counter.call('close', null);
      await Promise.all([reader.call('close', null), this.#counting?.then(closeCounter, () => undefined)]);
      await writer.call('close', null);
    };
    // A failure to close in order loses nothing: the log is replayed when the store opens again.
    await Promise.race([
      orderly().catch(() => undefined),
      sleep(CLOSE_TIMEOUT_MS, undefined, { signal: timeout.signal }).catch(() => undefined),
    ]);
    timeout.abort();
    await this.abandon();
  }

  async #sealDue(quietMs: number): Promise<number> {
    const names = await this.#threads.writer.call('dueDays', { nowMs: this.#options.now(), quietMs });
    if (names.length === 0) return 0;
    const keys = await this.#sealingKeys(names);
    return await this.#threads.writer.call('seal', { names, keys });
  }

  async #sealingKeys(names: readonly DekName[]): Promise<GivenKeys> {
    const { deks } = this.#options;
    if (names.some((name) => deks.existingDek(name) === null)) await deks.ensureDeks(names);
    return names.map((name) => {
      const key = deks.existingDek(name);
      if (key === null) throw new AppError('vault/key-missing', 'A data key vanished after it was made.');
      return [name, key] as const;
    });
  }

  /** The counting thread, which opens with the first question for it. */
  async #counter(): Promise<StoreThreads['counter']> {
    this.#assertOpen();
    this.#counting ??= this.#openCounter();
    await this.#counting;
    this.#assertOpen();
    return this.#threads.counter;
  }

  async #openCounter(): Promise<void> {
    try {
      if (this.#toCount === null) throw new AppError('store/closed', 'The audit store is not open yet.');
      await this.#threads.counter.call('open', this.#toCount);
      this.#toCount.databaseKey.fill(0);
    } catch (error) {
      // The next question tries again.
      this.#counting = null;
      throw error;
    }
  }

  async #read<Name extends keyof ReadCalls>(
    name: Name,
    request: ReadCalls[Name]['request'],
  ): Promise<ReadCalls[Name]['response']> {
    this.#assertOpen();
    return await (this.#threads.reader.call(name, request as never) as Promise<ReadCalls[Name]['response']>);
  }

  /** Runs writes one after the other; `ahead` may fail before its turn and must not go unheard until then. */
  #inOrder<Result>(work: () => Promise<Result>, ahead?: Promise<unknown>): Promise<Result> {
    ahead?.catch(() => undefined);
    const result = this.#writes.then(work);
    this.#writes = result.catch(() => undefined);
    return result;
  }

  #assertOpen(): void {
    if (this.#state !== 'open') throw new AppError('store/closed', 'The audit store is closed.');
  }

  #crashed(): void {
    if (this.#state === 'closed') return;
    // abandon() cannot fail: ending a thread that has ended already resolves.
    void this.abandon();
    this.#options.onCrash?.();
  }
}

/** SQLite answers the same to a wrong key and to a damaged file; the pages' own seals tell them apart. */
function diagnosed(options: StoreOptions, error: unknown): unknown {
  const isUnreadable = hasCode(error, 'store/corrupt') && existsSync(options.file);
  if (!isUnreadable || isWrittenWith(options.file, options.databaseKey)) return error;
  return new AppError('store/wrong-key', 'The key does not open the audit store.', { cause: error });
}
