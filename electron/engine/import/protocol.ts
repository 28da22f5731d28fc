import type { ErrorValue } from '../../../shared/errors.ts';
import type { Place, Refusal, Remark } from '../jobs/job-kind.ts';

/** How far an import has come: plain JSON, and small however much there is to read. */
export interface ImportCheckpoint {
  /** Files that are done, in the order of the listing. */
  readonly filesDone: number;
  readonly bytesDone: number;
  /** The last of them; null before the first is done. */
  readonly last: string | null;
  /** SHA-256 chained over the names of the files that are done: a folder that changes meanwhile is noticed. Hex. */
  readonly namesHash: string;
  /** The file in hand; null between files. */
  readonly current: {
    readonly name: string;
    /** What was found in it so far, of any kind: met again and passed over. */
    readonly taken: number;
    /** Bytes of it that were read, for the progress alone. */
    readonly offset: number;
    /** Size, times and identity when it was opened. */
    readonly stamp: string;
  } | null;
}

/** An event of a batch; its bytes stand in the batch's buffer. */
export interface BatchedEvent {
  readonly resourceId: string | null;
  readonly versionId: string | null;
  readonly start: number;
  readonly end: number;
  readonly place: Place;
}

/** One step of the import, as it comes from the reading thread. */
export interface ImportBatch {
  readonly events: readonly BatchedEvent[];
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly refusals: readonly Refusal[];
  readonly remarks: readonly Remark[];
  readonly checkpoint: ImportCheckpoint;
  /** Bytes of the files on the disk. */
  readonly done: number;
  readonly total: number;
}

/** What the reading thread is started with. */
export interface ImportThreadData {
  readonly paths: readonly string[];
  readonly checkpoint: ImportCheckpoint | null;
}

/** Reading thread → engine. */
export type FromImportThread =
  | { readonly kind: 'batch'; readonly batch: ImportBatch }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: ErrorValue };

/** Engine → reading thread: one batch was kept, another may come. */
export type ToImportThread = 'more';
