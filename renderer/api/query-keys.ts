import type { CallName, RequestOf } from '../../shared/contract/calls.ts';
import type { AuditFilter } from '../../shared/domain/audit.ts';
import type { JobItem } from '../../shared/domain/jobs.ts';

/** Every key of the query cache. A call's key begins with its name, so a push can invalidate all answers of a call. */
export const keys = {
  call: <Name extends CallName>(name: Name, request: RequestOf<Name>) => [name, request] as const,
  /** All answers of one call. */
  all: (name: CallName) => [name] as const,
  /** The endless list of the trail under one filter. */
  trail: (filter: AuditFilter) => ['audit.search', filter] as const,
  /** The operator's own acts. */
  actions: () => ['actions.list'] as const,
  /** The endless list of a job's result, whole or by verdict. */
  jobItems: (jobId: string, verdict: JobItem['verdict'] | null) => ['jobs.items', jobId, verdict] as const,
};
