import type { Job } from '../../../shared/domain/jobs.ts';
import type { JobRecord } from '../store/store.ts';

/** A job as a person sees it. */
export function jobView(record: JobRecord, estimatedEndMs: number | null): Job {
  return {
    id: record.jobId,
    kind: record.kind,
    state: record.state,
    title: record.title,
    createdAt: isoTime(record.createdAtMs),
    startedAt: record.startedAtMs === null ? null : isoTime(record.startedAtMs),
    endedAt: record.endedAtMs === null ? null : isoTime(record.endedAtMs),
    progress: record.progress,
    estimatedEndAt: estimatedEndMs === null ? null : isoTime(estimatedEndMs),
    counts: record.counts,
    resumptions: record.resumptions,
    error: record.error,
  };
}

/** The latest moment that a date can hold; at a snail's pace an estimate may lie beyond. */
const LATEST_MS = 8.64e15;

const isoTime = (ms: number): string => new Date(Math.min(ms, LATEST_MS)).toISOString();
