import type { KeyObject } from 'node:crypto';
import type { IncomingEvent } from '../audit/projection.ts';
import type { SourceCursor } from './append.ts';
import type { DekName } from './days.ts';
import type { JobChange } from './job-records.ts';
import type { StoreThreads } from './store-threads.ts';

/** What the store asks of the vault. */
export interface DekPort {
  /** Makes the keys that are missing; they must be durable when it resolves, for blocks are sealed with them next. */
  ensureDeks(names: readonly DekName[]): Promise<void>;
  existingDek(name: DekName): KeyObject | null;
}

export interface StoreOptions {
  /** Absolute path. */
  readonly file: string;
  /** 32 bytes. Copied to the threads; the caller may wipe its own once the store is open. */
  readonly databaseKey: Uint8Array;
  readonly deks: DekPort;
  /** Started for this store alone, which ends them when it closes. */
  readonly threads: StoreThreads;
  readonly now: () => number;
  /** Called once if a thread dies; the store is closed then and can be opened again. */
  readonly onCrash?: () => void;
  readonly busyTimeoutMs?: number;
  /** How long a closed day must have been quiet before what waits of it is sealed. */
  readonly sealAfterMs?: number;
  readonly writerCacheKiB?: number;
  readonly readerCacheKiB?: number;
  /** For tests of a full disk. */
  readonly maxPages?: number;
}

export interface AppendRequest {
  readonly events: readonly IncomingEvent[];
  readonly receivedAtMs: number;
  readonly cursor?: SourceCursor;
  /** What a job leaves behind with these events, in the same transaction. */
  readonly job?: JobChange;
}
