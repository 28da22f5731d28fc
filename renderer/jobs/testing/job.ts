import type { Job } from '../../../shared/domain/jobs.ts';

/** A job that is running, with whatever a test says of it. */
export function jobOf(part: Partial<Job> = {}): Job {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    kind: 'import',
    state: 'running',
    title: 'Ana Petrova.ndjson',
    createdAt: '2026-11-22T10:00:00Z',
    startedAt: '2026-11-22T10:00:00Z',
    endedAt: null,
    progress: { unit: 'bytes', done: 412e6, total: 1.213e9 },
    estimatedEndAt: '2026-11-22T10:05:00Z',
    counts: { accepted: 0, duplicate: 0, refused: 0, remarked: 0 },
    resumptions: 0,
    error: null,
    ...part,
  };
}
