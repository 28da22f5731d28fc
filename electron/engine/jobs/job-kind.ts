import type { z } from 'zod';
import type { JobItem, JobKindName, RefusalCode, RemarkCode } from '../../../shared/domain/jobs.ts';
import type { IncomingEvent } from '../audit/projection.ts';

/** Where in the files that a job was given an item stands; see {@link JobItem}. */
export type Place = Pick<JobItem, 'file' | 'position' | 'positionUnit'>;

export interface Refusal {
  readonly code: RefusalCode;
  readonly place: Place;
}

export interface Remark {
  readonly code: RemarkCode;
  readonly place: Place;
}

/** An event on its way in, and where it stood: conflicts and other versions are found when it is stored, and named by it. */
export interface PlacedEvent {
  readonly event: IncomingEvent;
  readonly place: Place;
}

/** What one step of a job leaves behind: kept in the same transaction as the events that it brought. */
export interface JobStep<Checkpoint> {
  /** Plain JSON: from here the job goes on after a crash, as if the step had been its last act. */
  readonly checkpoint: Checkpoint;
  /** Absolute, in the job's unit (bytes read, events written). */
  readonly done: number;
  readonly total: number | null;
  /** Added to the job's counts; an import's own are counted from what became of its events. */
  readonly accepted?: number;
  readonly duplicate?: number;
  readonly refusals: readonly Refusal[];
  readonly remarks: readonly Remark[];
}

/** One run of a job, from its beginning or from its last checkpoint. */
export interface JobRun<Params, Checkpoint> {
  readonly jobId: string;
  readonly params: Params;
  /** Null at the very beginning. */
  readonly checkpoint: Checkpoint | null;
  /** Aborted by pause, cancel, lock or end of the console: finish the step in hand, then return. */
  readonly signal: AbortSignal;
  /** Keeps a step, with its events if there are any, in one transaction. Resolves when it is on the disk. */
  readonly keep: (step: JobStep<Checkpoint>, events?: readonly PlacedEvent[]) => Promise<void>;
}

/** One kind of long work. Resolves when nothing is left to do or soon after the signal; rejects with a typed error to fail the job. */
export interface JobKind<Params, Checkpoint> {
  readonly name: JobKindName;
  readonly unit: 'bytes' | 'events';
  readonly params: z.ZodType<Params>;
  readonly checkpoint: z.ZodType<Checkpoint>;
  readonly run: (run: JobRun<Params, Checkpoint>) => Promise<void>;
}
