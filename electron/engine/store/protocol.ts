import type { KeyObject } from 'node:crypto';
import type { JobItem } from '../../../shared/domain/jobs.ts';
import type {
  AuditCursor,
  AuditFilter,
  AuditPage,
  AuditRow,
  Coverage,
  Term,
} from '../../../shared/domain/audit.ts';
import type { AppendResult, SourceCursor } from './append.ts';
import type { DekName } from './days.ts';
import type { JobChange, JobItemsQuestion, JobMove, JobRecord, NewJob } from './job-records.ts';
import type { DayCount, EventCount } from './overview.ts';
import type { PackedEvent } from './prepared.ts';
import type { RawEvents, SelectedEvent, SelectedPage, Selection } from './selection.ts';
import type { TermField } from './tokens.ts';

/** What a worker thread is started with. */
export interface ConnectionSetting {
  readonly file: string;
  readonly databaseKey: Uint8Array;
  readonly cacheKiB: number;
  readonly busyTimeoutMs: number;
  /** For tests of a full disk. */
  readonly maxPages: number | null;
}

export type GivenKeys = readonly (readonly [name: DekName, key: KeyObject])[];

/** One event whole. */
export interface StoredEvent {
  readonly row: AuditRow;
  readonly raw: Uint8Array;
  readonly receivedAtMs: number;
  readonly resourceId: string | null;
  readonly versionId: string | null;
  /** Lower-case hex. */
  readonly leafHash: string;
  readonly sealed: boolean;
}

export interface OutboxEntry {
  readonly seq: number;
  readonly queuedAtMs: number;
}

export interface OutboxStatus {
  readonly waiting: number;
  readonly lastSentAtMs: number | null;
  /** Events that the server refused for good; they no longer wait. */
  readonly refused: number;
}

export interface RefusedEvent {
  readonly seq: number;
  /** The server's HTTP status. */
  readonly status: number;
  readonly refusedAtMs: number;
}

export interface SentEvent {
  readonly seq: number;
  /** The server's own id and version of it, where its answer named them. */
  readonly resourceId: string | null;
  readonly versionId: string | null;
  readonly sentAtMs: number;
}

export interface SelectedQuestion {
  readonly selection: Selection;
  readonly after: AuditCursor | null;
  /** Later events are left out. */
  readonly maxSeq: number;
  readonly limit: number;
}

export interface PreparedPayload {
  /** `v8.serialize` of a PreparedBatch: one buffer that moves on to the writer without being read on the way. */
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly dekNames: readonly DekName[];
}

/** Every request that a worker answers, by its role. Requests and answers cross by structured clone. */
export interface PrepareCalls {
  prepare: {
    request: {
      readonly events: readonly PackedEvent[];
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly receivedAtMs: number;
    };
    response: PreparedPayload;
  };
}

export interface WriteCalls {
  /** Opens, creating and migrating as needed. */
  open: { request: ConnectionSetting; response: { readonly version: number } };
  append: {
    request: {
      readonly payload: Uint8Array<ArrayBuffer>;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly packed: readonly PackedEvent[];
      readonly receivedAtMs: number;
      readonly cursor: SourceCursor | null;
      readonly job: JobChange | null;
      readonly keys: GivenKeys;
    };
    response: AppendResult;
  };
  dueDays: {
    request: { readonly nowMs: number; readonly quietMs: number };
    response: readonly DekName[];
  };
  seal: { request: { readonly names: readonly DekName[]; readonly keys: GivenKeys }; response: number };
  markSent: { request: SentEvent; response: null };
  markRefused: { request: RefusedEvent; response: null };
  offerAgain: { request: { readonly refusedBeforeMs: number }; response: null };
  setCursor: { request: SourceCursor; response: null };
  createJob: { request: NewJob; response: JobRecord };
  moveJob: { request: JobMove; response: JobRecord };
  setMaxPages: { request: { readonly pages: number }; response: null };
  close: { request: null; response: null };
}

export interface ReadCalls {
  open: { request: ConnectionSetting; response: null };
  search: {
    request: { readonly filter: AuditFilter; readonly after: AuditCursor | null; readonly limit: number };
    response: AuditPage;
  };
  actions: {
    request: { readonly after: AuditCursor | null; readonly limit: number };
    response: AuditPage;
  };
  count: { request: { readonly filter: AuditFilter; readonly limit: number }; response: EventCount };
  suggest: {
    request: { readonly field: TermField; readonly text: string; readonly limit: number };
    response: readonly Term[];
  };
  coverage: { request: null; response: Coverage };
  conflicts: { request: null; response: number };
  daysWithEvents: { request: null; response: readonly DayCount[] };
  dekName: { request: { readonly seq: number }; response: DekName | null };
  event: { request: { readonly seq: number; readonly key: KeyObject | null }; response: StoredEvent };
  getCursor: { request: { readonly name: string }; response: string | null };
  jobs: { request: { readonly limit: number }; response: readonly JobRecord[] };
  openJobs: { request: null; response: readonly JobRecord[] };
  job: { request: { readonly jobId: string }; response: JobRecord };
  jobItems: { request: JobItemsQuestion; response: readonly JobItem[] };
  /** The newest event, and how many a selection holds now. */
  sizeOf: {
    request: { readonly selection: Selection };
    response: { readonly newestSeq: number; readonly events: number };
  };
  selected: { request: SelectedQuestion; response: SelectedPage };
  rawEvents: {
    request: {
      readonly events: readonly SelectedEvent[];
      readonly keys: GivenKeys;
      readonly maxBytes: number;
    };
    response: RawEvents;
  };
  outboxWaiting: { request: { readonly limit: number }; response: readonly OutboxEntry[] };
  outboxStatus: { request: null; response: OutboxStatus };
  /** SQLite's own check of every page and index; an empty list is a sound file. */
  quickCheck: { request: null; response: { readonly sound: boolean } };
  close: { request: null; response: null };
}

export type CallMap = Record<string, { request: unknown; response: unknown }>;
