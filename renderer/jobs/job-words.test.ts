import { describe, expect, it } from 'vitest';
import { JOB_KINDS, JOB_STATES, type Job } from '../../shared/domain/jobs.ts';
import { endedTitle, endedWords, standingWords, stateNote, staysWords, underWayWords } from './job-words.ts';
import { jobOf } from './testing/job.ts';

const NOW = Date.parse('2026-11-22T10:01:00Z');
const counts = (part: Partial<Job['counts']>): Job['counts'] => ({
  accepted: 0,
  duplicate: 0,
  refused: 0,
  remarked: 0,
  ...part,
});

describe('where a job stands', () => {
  it.each([
    [{ state: 'running' }, '412 MB of 1.2 GB, about 4 min left'],
    [{ state: 'running', estimatedEndAt: null }, '412 MB of 1.2 GB'],
    [{ state: 'waiting', startedAt: null }, 'Waits for its turn'],
    [{ state: 'waiting' }, '412 MB of 1.2 GB, goes on by itself'],
    [{ state: 'paused' }, '412 MB of 1.2 GB, goes on when resumed'],
    [{ state: 'cancelling' }, 'Finishing the step it is in'],
    [{ state: 'cancelled' }, 'Ended at 33%'],
    [{ state: 'cancelled', progress: { unit: 'events', done: 2, total: null } }, 'Ended after 2 events'],
    [{ state: 'done', endedAt: '2026-11-22T10:04:12Z' }, '412 MB in 4 min 12 s'],
    [{ state: 'done', startedAt: null, endedAt: '2026-11-22T10:04:12Z' }, '412 MB'],
    [{ state: 'failed', error: { code: 'store/disk-full', message: '' } }, 'The disk is full'],
  ] as const)('%j: %s', (part, words) => {
    expect(standingWords(jobOf(part), NOW)).toBe(words);
  });
});

describe('notes', () => {
  it.each(['paused', 'cancelling', 'cancelled', 'failed'] as const)('%s says what stays', (state) => {
    const note = stateNote(jobOf({ state, counts: counts({ accepted: 1200 }) }));
    expect(note).toContain('What went in stays: 1,200 events.');
  });

  it('promises that an interrupted job goes on by itself', () => {
    expect(stateNote(jobOf({ state: 'waiting' }))).toContain('by itself');
  });

  it('claims nothing where nothing was done', () => {
    expect(staysWords(jobOf())).toBe('Nothing has gone in yet.');
    expect(staysWords(jobOf({ kind: 'export' }))).toBe('Nothing has been written yet.');
  });
});

describe('the end of a job', () => {
  it.each([
    [{ counts: counts({ accepted: 12_340, refused: 3 }) }, '12,340 events in, 3 refused'],
    [{ counts: counts({ accepted: 1, duplicate: 2 }) }, '1 event in, 2 known already'],
    [{ kind: 'export', counts: counts({ accepted: 1 }) }, '1 file written'],
    [{ kind: 'export' }, '0 files written'],
  ] as const)('%j: %s', (part, words) => {
    expect(endedWords(jobOf({ state: 'done', ...part }))).toBe(words);
  });

  it.each([
    [{ state: 'done' }, 'Import done'],
    [{ state: 'failed', kind: 'export' }, 'Export failed'],
    [{ state: 'cancelled' }, 'Import cancelled'],
  ] as const)('%j is headed %s', (part, words) => {
    expect(endedTitle(jobOf(part))).toBe(words);
  });

  it('names no file and no person, whatever the state', () => {
    for (const kind of JOB_KINDS) {
      for (const state of JOB_STATES) {
        const job = jobOf({ kind, state });
        expect(endedWords(job)).not.toContain('Ana');
        expect(underWayWords([job])).not.toContain('Ana');
      }
    }
  });
});

describe('the work under way', () => {
  it.each([
    [[], null],
    [[{}], 'Importing 33%'],
    [[{ kind: 'export' }], 'Exporting 33%'],
    [[{ progress: { unit: 'bytes', done: 1, total: null } }], 'Importing'],
    [[{ state: 'paused' }], 'Import paused, 33%'],
    [[{ state: 'waiting', progress: { unit: 'bytes', done: 0, total: null } }], 'Import waiting'],
    [[{ state: 'paused' }, {}], '2 jobs, 33%'],
  ] as const)('%j: %s', (parts, words) => {
    expect(underWayWords(parts.map((part) => jobOf(part)))).toBe(words);
  });
});
