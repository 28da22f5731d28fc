import { expect, it } from 'vitest';
import { jobSchema } from '../../../shared/domain/jobs.ts';
import type { JobRecord } from '../store/store.ts';
import { jobView } from './job-view.ts';

const RECORD: JobRecord = {
  jobId: '6f2c1a34-7d0e-4b58-9a51-2c8b7e0d4f13',
  kind: 'import',
  state: 'running',
  title: 'a',
  about: 'offer 1',
  params: '{}',
  checkpoint: null,
  progress: { unit: 'bytes', done: 1, total: 2 },
  counts: { accepted: 0, duplicate: 0, refused: 0, remarked: 0 },
  attempts: 1,
  resumptions: 0,
  createdAtMs: 0,
  startedAtMs: 0,
  endedAtMs: null,
  error: null,
};

it.each([
  ['tomorrow', 86_400_000, '1970-01-02T00:00:00.000Z'],
  ['never known', null, null],
  ['in ten thousand years, at a snail’s pace', Date.parse('9999-12-31T23:59:59.999Z') + 1, null],
  ['beyond what a date can hold', Number.MAX_VALUE, null],
])('an end %s', (_when, estimatedEndMs, expected) => {
  const job = jobSchema.parse(jobView(RECORD, estimatedEndMs));
  expect(job.estimatedEndAt).toBe(expected);
});
