import type { SourceStatus } from '../../../../shared/domain/desk.ts';
import { isAppError, toErrorValue } from '../../../../shared/errors.ts';
import { Alarm } from './alarm.ts';
import { backoffMs } from './backoff.ts';
import { askAbility, type ServerAbility } from './capability.ts';
import type { FetchedEvent } from './bundle.ts';
import { readCursor, writeCursor, type SourceCursor } from './cursor.ts';
import { oneAhead } from './ahead.ts';
import { FhirClient } from './fhir-client.ts';
import { HistoryBatch } from './history-batch.ts';
import { DAY_MS, historyPages, instant, type History, type HistoryPage } from './history.ts';
import { pagesOf, type FetchedPage } from './pages.ts';
import { SYSTEM_TIMING, type AuditSink, type Timing, type TokenProvider } from './ports.ts';
import { RecentlySeen } from './recently-seen.ts';
import { StatusBoard } from './source-status.ts';
import { READING, type ReadingPace } from './reading-pace.ts';

export interface FhirAuditSourceOptions {
  readonly baseUrl: string;
  readonly tokens: TokenProvider;
  readonly sink: AuditSink;
  /** Told after each stored page that held something new. */
  readonly onArrived?: (arrived: { readonly count: number; readonly newestSeq: number }) => void;
  readonly pollMs?: number;
  readonly pageSize?: number;
  /** How many events of the past are stored in one transaction. */
  readonly batchEvents?: number;
  readonly timing?: Timing;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

const POLL_MS = 2_000;
/** Nothing new for this long, or nobody looking: polls become rarer. */
const IDLE_AFTER_MS = 120_000;
const IDLE_FACTOR = 4;
const HIDDEN_FACTOR = 8;
const PAGE_SIZE = 1_000;
/** The first page of the present is small, so that a person sees rows at once. */
const FIRST_PAGE_SIZE = 100;
/** What a run of the source knows about its server and its place in it. */
interface Place {
  readonly ability: ServerAbility;
  readonly pace: ReadingPace;
  cursor: SourceCursor;
}

/**
 * Follows one FHIR server: the present by a head that moves on, the past in windows from the newest to the oldest. See
 * docs/decisions/0006-fhir-source.md. It never throws; what fails stands in its status and is tried again.
 */
export class FhirAuditSource {
  private readonly options: FhirAuditSourceOptions;
  private readonly client: FhirClient;
  private readonly timing: Timing;
  private readonly board = new StatusBoard();
  private readonly recent = new RecentlySeen();
  private readonly alarm: Alarm;
  private running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;
  private place: Place | null = null;
  private visible = true;
  private failures = 0;
  private lastNewMs = 0;
  private nextFollowMs = 0;
  private lastDeepMs = Number.NEGATIVE_INFINITY;

  constructor(options: FhirAuditSourceOptions) {
    this.options = options;
    this.timing = options.timing ?? SYSTEM_TIMING;
    this.alarm = new Alarm(this.timing);
    this.client = new FhirClient({
      baseUrl: options.baseUrl,
      tokens: options.tokens,
      timing: this.timing,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
    });
  }

  status(): SourceStatus {
    return this.board.current();
  }

  /** Returns what ends the subscription. */
  onStatus(listener: (status: SourceStatus) => void): () => void {
    return this.board.onChange(listener);
  }

  /** Begins or goes on where the stored cursor stands. Starting twice does nothing. */
  start(): void {
    if (this.running !== null) return;
    const stop = new AbortController();
    this.running = { stop, done: this.run(stop.signal) };
  }

  /** Ends at once: a request under way is given up, an append under way is awaited. May be started again. */
  async stop(): Promise<void> {
    const running = this.running;
    if (running === null) return;
    running.stop.abort();
    await running.done;
    this.running = null;
    this.place = null;
    this.board.change({ state: 'idle', nextAttemptAt: null });
  }

  async dispose(): Promise<void> {
    await this.stop();
  }

  /** Asks the server now; cuts a poll or a back-off short, but not a wait that the server asked for. */
  kick(): void {
    this.nextFollowMs = 0;
    this.alarm.ring();
  }

  /** A hidden window is polled for less often; one that comes back is served at once. */
  setVisible(visible: boolean): void {
    const back = visible && !this.visible;
    this.visible = visible;
    if (back) this.kick();
  }

  private async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        await this.turn(stop);
        this.failures = 0;
      } catch (error) {
        if (stop.aborted) return;
        await this.backOff(error, stop);
      }
    }
  }

  /** One round: what is new, then what is missing of the past or a wait. */
  private async turn(stop: AbortSignal): Promise<void> {
    const place = (this.place ??= await this.begin(stop));
    const { history } = place.cursor;
    this.board.change({ state: history === null ? 'live' : 'loading', error: null, nextAttemptAt: null });
    await this.follow(place, stop);
    if (history !== null) await this.loadHistory(place, history, stop);
    else await this.alarm.wait(this.pollMs(), stop);
  }

  private async begin(stop: AbortSignal): Promise<Place> {
    this.board.change({ state: 'loading', error: null, nextAttemptAt: null });
    const ability = await askAbility(this.client, stop);
    this.board.setAbilityNotes(ability.notes);
    this.board.change({ expected: ability.expected });
    this.contact();
    const pace = READING[ability.axis];
    const stored = readCursor(await this.options.sink.getCursor(this.cursorName()));
    if (stored !== null && stored.axis === ability.axis) return { ability, pace, cursor: stored };
    const nowMs = Math.min(
      ability.serverMs ?? this.timing.now(),
      ability.newestMs ?? Number.POSITIVE_INFINITY,
    );
    const headMs = nowMs - pace.shallowOverlapMs;
    return {
      ability,
      pace,
      cursor: { version: 1, axis: ability.axis, headMs, history: { toMs: headMs, widthMs: DAY_MS } },
    };
  }

  private cursorName(): string {
    return `fhir ${this.client.baseUrl}`;
  }

  /** Reads from the head, less the overlap, to the end; the head moves on when the last page is stored. */
  private async follow(place: Place, stop: AbortSignal): Promise<void> {
    const startMs = this.timing.now();
    const deep = startMs - this.lastDeepMs >= place.pace.deepEveryMs;
    const overlapMs = deep ? place.pace.deepOverlapMs : place.pace.shallowOverlapMs;
    const { axis } = place.ability;
    const order = place.ability.sorts ? `&_sort=${axis}` : '';
    const search = `AuditEvent?${axis}=ge${instant(place.cursor.headMs - overlapMs)}${order}&_count=${this.pageSize()}`;
    let newestMs = place.cursor.headMs;
    let serverMs: number | null = null;
    for await (const page of pagesOf(this.client, search, stop)) {
      serverMs ??= page.serverMs;
      newestMs = Math.max(newestMs, newestOf(page, axis));
      if (page.next !== null) await this.store(page, null);
      else await this.storeLast(page, place, Math.min(newestMs, serverMs ?? startMs));
    }
    if (deep) this.lastDeepMs = startMs;
    this.nextFollowMs = this.timing.now() + (this.options.pollMs ?? POLL_MS);
  }

  private async storeLast(page: FetchedPage, place: Place, newestMs: number): Promise<void> {
    const headMs = Math.max(place.cursor.headMs, newestMs);
    const next = headMs === place.cursor.headMs ? place.cursor : { ...place.cursor, headMs };
    await this.store(page, next === place.cursor ? null : next);
    place.cursor = next;
  }

  /**
   * The past, newest first: while one batch is stored the next is fetched, and the present is looked at in between.
   * What was fetched before a failure is stored before it is reported, so that every round gets further; but nothing
   * after a batch that could not be stored, for the cursor would then pass over it.
   */
  private async loadHistory(place: Place, history: History, stop: AbortSignal): Promise<void> {
    if (this.board.current().stored === 0) await this.glance(place, history, stop);
    const batch = new HistoryBatch(this.options.batchEvents);
    let storing: Promise<void> = Promise.resolve();
    const flush = async (): Promise<void> => {
      await storing;
      const { done } = batch;
      storing = this.storeHistory(place, batch.take(), done);
      storing.catch(() => undefined);
    };
    const pages = historyPages(this.client, place.ability, history, this.pageSize(), stop);
    try {
      for await (const { page, done } of oneAhead(pages)) {
        this.contact();
        this.board.noteOddities(page);
        batch.add(page, done, this.timing.now());
        if (batch.isFull(this.timing.now())) await flush();
        if (this.timing.now() < this.nextFollowMs) continue;
        await storing;
        await this.follow(place, stop);
      }
      await flush();
      await storing;
    } catch (error) {
      if (!stop.aborted) await flush();
      throw error;
    } finally {
      await storing.catch(() => undefined);
    }
  }

  private async storeHistory(
    place: Place,
    events: readonly FetchedEvent[],
    done: HistoryPage['done'],
  ): Promise<void> {
    const next = done === null ? null : { ...place.cursor, history: done.history };
    await this.storeEvents(events, next);
    if (next === null) return;
    place.cursor = next;
    this.failures = 0;
  }

  /** The newest of the past, few and at once, so that a person sees rows; the first window then has them again. */
  private async glance({ ability }: Place, { toMs }: History, stop: AbortSignal): Promise<void> {
    if (!ability.sorts) return;
    const { axis } = ability;
    const search = `AuditEvent?${axis}=lt${instant(toMs)}&_sort=-${axis}&_count=${FIRST_PAGE_SIZE}`;
    for await (const page of pagesOf(this.client, search, stop)) {
      await this.store(page, null);
      return;
    }
  }

  /** Stores what is new of a page, with the cursor in the same transaction. */
  private async store(page: FetchedPage, cursor: SourceCursor | null): Promise<void> {
    this.contact();
    this.board.noteOddities(page);
    await this.storeEvents(page.events, cursor);
  }

  private async storeEvents(fetched: readonly FetchedEvent[], cursor: SourceCursor | null): Promise<void> {
    const events = fetched.map(({ event }) => event).filter((event) => !this.recent.has(event));
    if (events.length === 0 && cursor === null) return;
    const receivedAtMs = this.timing.now();
    const result = await this.options.sink.append({
      events,
      receivedAtMs,
      ...(cursor === null ? {} : { cursor: { name: this.cursorName(), value: writeCursor(cursor) } }),
    });
    this.recent.add(events);
    if (result.stored === 0) return;
    this.lastNewMs = receivedAtMs;
    this.board.change({ stored: this.board.current().stored + result.stored });
    this.options.onArrived?.({ count: result.stored, newestSeq: result.newestSeq });
  }

  private contact(): void {
    this.board.change({ lastContactAt: new Date(this.timing.now()).toISOString() });
  }

  private pageSize(): number {
    return this.options.pageSize ?? PAGE_SIZE;
  }

  private pollMs(): number {
    const base = this.options.pollMs ?? POLL_MS;
    if (!this.visible) return base * HIDDEN_FACTOR;
    return this.timing.now() - this.lastNewMs > IDLE_AFTER_MS ? base * IDLE_FACTOR : base;
  }

  /** Waits after a failure; the server's own Retry-After is obeyed in full. */
  private async backOff(error: unknown, stop: AbortSignal): Promise<void> {
    this.failures += 1;
    const value = toErrorValue(error);
    const asked = value.detail?.['retryAfterMs'];
    const askedMs = typeof asked === 'number' ? asked : 0;
    const ownMs = backoffMs(this.failures, value.code, this.timing.random());
    const untilMs = this.timing.now() + Math.max(askedMs, ownMs);
    // An unknown server answer may mean another server version: its abilities are asked for again.
    if (isAppError(error) && error.code === 'source/failed') this.place = null;
    this.board.change({ state: 'waiting', error: value, nextAttemptAt: new Date(untilMs).toISOString() });
    if (askedMs > 0) await this.timing.sleep(askedMs, stop);
    await this.alarm.wait(Math.max(untilMs - this.timing.now(), 0), stop);
  }
}

/** The newest moment of a page. Events without one count as just arrived: the head then follows the server's clock. */
function newestOf(page: FetchedPage, axis: ServerAbility['axis']): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { lastUpdatedMs, recordedMs } of page.events) {
    const ms = axis === 'date' ? recordedMs : lastUpdatedMs;
    newest = Math.max(newest, ms ?? Number.POSITIVE_INFINITY);
  }
  return newest;
}
