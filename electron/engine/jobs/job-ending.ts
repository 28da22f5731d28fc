import type { ActionEntry } from '../../../shared/contract/spec.ts';
import type { ActionRecord } from '../actions/action-log.ts';
import type { JobEnding } from './job-runner.ts';

const ENTRIES: Readonly<Record<JobEnding['record']['kind'], Pick<ActionEntry, 'kind' | 'action'>>> = {
  import: { kind: 'audit-import', action: 'C' },
  export: { kind: 'audit-export', action: 'R' },
};

/** What the action log says of a job's end: the act that began it, and what came of it. */
export function endingRecord({ record, state, error, move }: JobEnding): ActionRecord {
  const { accepted, duplicate, refused, remarked } = record.counts;
  const counts = `accepted ${accepted}, duplicate ${duplicate}, refused ${refused}, remarked ${remarked}`;
  return {
    entry: { ...ENTRIES[record.kind], about: `${record.about}; job ${record.jobId} ${state}: ${counts}` },
    phase: 'after',
    outcome: state === 'done' ? { ok: true } : { ok: false, code: error?.code ?? 'call/cancelled' },
    correlationId: record.jobId,
    job: { kind: 'move', move },
  };
}
