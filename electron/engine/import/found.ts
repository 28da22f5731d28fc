import type { JobItem, RefusalCode, RemarkCode } from '../../../shared/domain/jobs.ts';

/** Where in its file an item stands; see {@link JobItem}. */
export type Position = Pick<JobItem, 'position' | 'positionUnit'>;

export const WHOLE_FILE: Position = { position: 0, positionUnit: 'file' };

/** Takes what a reader finds in one file, in order. */
export interface Sink {
  /** The exact bytes of one item; a reader may use their memory again afterwards, so whoever keeps them copies them. */
  readonly item: (bytes: Uint8Array, position: Position) => void;
  readonly refuse: (code: RefusalCode, position: Position) => void;
  readonly remark: (code: RemarkCode, position: Position) => void;
}

/** Reads one file's text, given piece by piece. */
export interface Reader {
  readonly push: (bytes: Uint8Array) => void;
  /** @param cut true if the file ended before its time: what is unfinished is `item/truncated`, whatever it looks like */
  readonly end: (cut: boolean) => void;
}
