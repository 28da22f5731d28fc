import type { Job, JobItem, JobKindName, JobState } from '../../../shared/domain/jobs.ts';
import type { ErrorValue } from '../../../shared/errors.ts';
import type { JobAct } from '../jobs/job-state.ts';
import type { Place, Refusal, Remark } from '../jobs/job-kind.ts';

/** A job as it is kept. `params` and `checkpoint` are JSON of the job's kind. */
export interface JobRecord {
  readonly jobId: string;
  readonly kind: JobKindName;
  readonly state: JobState;
  readonly title: string;
  /** The act that began it, as the action log has it. */
  readonly about: string;
  readonly params: string;
  readonly checkpoint: string | null;
  readonly progress: Job['progress'];
  readonly counts: Job['counts'];
  /** Runs begun since the job last got on; more than one only if the process died under it. */
  readonly attempts: number;
  readonly resumptions: number;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly error: ErrorValue | null;
}

export type NewJob = Pick<JobRecord, 'jobId' | 'kind' | 'title' | 'about' | 'params' | 'createdAtMs'> & {
  readonly unit: Job['progress']['unit'];
};

/** A change of a job's state. */
export interface JobMove {
  readonly jobId: string;
  readonly act: JobAct;
  readonly atMs: number;
  /** The state that the caller believes it in; any where null. */
  readonly from: JobState | null;
  /** Only for `fail`. */
  readonly error: ErrorValue | null;
  /** For `interrupt`: the process died under the job, so that its attempt counts. */
  readonly crashed: boolean;
}

/** What a step of a job leaves behind, kept with the events that it brought. */
export interface JobStepRecord {
  readonly jobId: string;
  readonly checkpoint: string;
  readonly done: number;
  readonly total: number | null;
  readonly accepted: number;
  readonly duplicate: number;
  readonly refusals: readonly Refusal[];
  readonly remarks: readonly Remark[];
  /** Where each event of the batch stood, in its order. */
  readonly places: readonly Place[];
}

/** What an append leaves behind in a job: a step, or its end beside the record of it in the action log. */
export type JobChange =
  | { readonly kind: 'step'; readonly step: JobStepRecord }
  | { readonly kind: 'move'; readonly move: JobMove };

export interface JobItemsQuestion {
  readonly jobId: string;
  readonly verdict: JobItem['verdict'] | null;
  readonly after: number;
  readonly limit: number;
}

/** The columns of a job. */
export interface JobRow {
  readonly id: number;
  readonly job_id: string;
  readonly kind: JobKindName;
  readonly state: JobState;
  readonly title: string;
  readonly about: string;
  readonly params: string;
  readonly checkpoint: string | null;
  readonly unit: Job['progress']['unit'];
  readonly done: number;
  readonly total: number | null;
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly remarked: number;
  readonly attempts: number;
  readonly resumptions: number;
  readonly created_ms: number;
  readonly started_ms: number | null;
  readonly ended_ms: number | null;
  readonly error: string | null;
}

export function jobRecord(row: JobRow): JobRecord {
  const { accepted, duplicate, refused, remarked } = row;
  return {
    jobId: row.job_id,
    kind: row.kind,
    state: row.state,
    title: row.title,
    about: row.about,
    params: row.params,
    checkpoint: row.checkpoint,
    progress: { unit: row.unit, done: row.done, total: row.total },
    counts: { accepted, duplicate, refused, remarked },
    attempts: row.attempts,
    resumptions: row.resumptions,
    createdAtMs: row.created_ms,
    startedAtMs: row.started_ms,
    endedAtMs: row.ended_ms,
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorValue),
  };
}
