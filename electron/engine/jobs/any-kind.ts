import type { JobKindName } from '../../../shared/domain/jobs.ts';
import type { JobKind, JobStep, PlacedEvent } from './job-kind.ts';

/** A kind of job whose parameters and checkpoints only it understands: to everybody else they are JSON. */
export interface AnyJobKind {
  readonly name: JobKindName;
  readonly unit: 'bytes' | 'events';
  /** @throws a ZodError where the parameters are not this kind's */
  readonly packParams: (params: unknown) => string;
  readonly run: (run: AnyJobRun) => Promise<void>;
}

/** {@link JobRun} in JSON. */
export interface AnyJobRun {
  readonly jobId: string;
  readonly params: string;
  readonly checkpoint: string | null;
  readonly signal: AbortSignal;
  readonly keep: (step: JobStep<string>, events: readonly PlacedEvent[]) => Promise<void>;
}

/** Hides what is a kind's own, so that all kinds fit into one list. */
export function anyKind<Params, Checkpoint>(kind: JobKind<Params, Checkpoint>): AnyJobKind {
  const { name, unit } = kind;
  return {
    name,
    unit,
    packParams: (params) => JSON.stringify(kind.params.parse(params)),
    run: async ({ jobId, params, checkpoint, signal, keep }) =>
      kind.run({
        jobId,
        params: kind.params.parse(JSON.parse(params)),
        checkpoint: checkpoint === null ? null : kind.checkpoint.parse(JSON.parse(checkpoint)),
        signal,
        keep: async (step, events = []) =>
          keep({ ...step, checkpoint: JSON.stringify(step.checkpoint) }, events),
      }),
  };
}
