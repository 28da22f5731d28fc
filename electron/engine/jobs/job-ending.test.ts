import { describe, expect, it } from 'vitest';
import { endingRecord } from './job-ending.ts';
import type { JobEnding } from './job-runner.ts';

const ending = (state: JobEnding['state'], error: JobEnding['error'] = null): JobEnding => ({
  record: {
    jobId: 'j-1',
    kind: 'import',
    state: 'running',
    title: 'a.ndjson',
    about: 'offer 7',
    params: '{"paths":["/home/dana/a.ndjson"]}',
    checkpoint: null,
    progress: { unit: 'bytes', done: 9, total: 9 },
    counts: { accepted: 5, duplicate: 4, refused: 3, remarked: 2 },
    attempts: 1,
    resumptions: 0,
    createdAtMs: 0,
    startedAtMs: 0,
    endedAtMs: null,
    error: null,
  },
  state,
  error,
  move: { jobId: 'j-1', act: 'finish', atMs: 1, from: 'running', error, crashed: false },
});

describe('the record of a job’s end', () => {
  it('names the act that began it and what came of it, and ends the job with itself', () => {
    const record = endingRecord(ending('done'));
    expect(record).toMatchObject({
      entry: { kind: 'audit-import', action: 'C' },
      outcome: { ok: true },
      job: { kind: 'move', move: { jobId: 'j-1', act: 'finish' } },
    });
    expect(record.entry.about).toBe('offer 7; job j-1 done: accepted 5, duplicate 4, refused 3, remarked 2');
  });

  it('tells a failure by its code, and a cancellation from a success', () => {
    const failed = endingRecord(ending('failed', { code: 'files/unreadable', message: 'Gone.' }));
    expect(failed.outcome).toEqual({ ok: false, code: 'files/unreadable' });
    expect(endingRecord(ending('cancelled')).outcome).toEqual({ ok: false, code: 'call/cancelled' });
  });
});
