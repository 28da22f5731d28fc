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
    estimatedEndAt: estimatedEndMs === null || estimatedEndMs > LATEST_MS ? null : isoTime(estimatedEndMs),
    counts: record.counts,
    resumptions: record.resumptions,
    error: record.error,
  };
}

/** The last moment that a time of four digits names; at a snail's pace an estimate lies beyond, which is nobody's answer. */
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

const isoTime = (ms: number): string => new Date(ms).toISOString();
