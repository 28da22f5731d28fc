import { describe, expect, it } from 'vitest';
import { isFinal, JOB_STATES } from '../../shared/domain/jobs.ts';
import { controlsOf, endedSince, hasEnded, inOrder, withJob } from './job-list.ts';
import { jobOf } from './testing/job.ts';

it('agrees with the domain on what is final', () => {
  for (const state of JOB_STATES) expect(hasEnded({ state })).toBe(isFinal(state));
});

it('puts what moves on top, then what waits, then what is over, each the newest first', () => {
  const jobs = [
    jobOf({ id: 'waiting-new', state: 'waiting', createdAt: '2026-11-22T13:00:00Z' }),
    jobOf({ id: 'done-new', state: 'done', createdAt: '2026-11-22T12:00:00Z' }),
    jobOf({ id: 'paused-old', state: 'paused', createdAt: '2026-11-20T12:00:00Z' }),
    jobOf({ id: 'failed-old', state: 'failed', createdAt: '2026-11-19T12:00:00Z' }),
    jobOf({ id: 'running-new', state: 'running', createdAt: '2026-11-21T12:00:00Z' }),
  ];
  expect(inOrder(jobs).map(({ id }) => id)).toEqual([
    'running-new',
    'waiting-new',
    'paused-old',
    'done-new',
    'failed-old',
  ]);
  expect(inOrder(jobs.toReversed())).toEqual(inOrder(jobs));
});

it('takes in a job that is new, and replaces one that is known', () => {
  const first = jobOf({ id: 'a' });
  expect(withJob([], first)).toEqual([first]);
  const paused = jobOf({ id: 'a', state: 'paused' });
  expect(withJob([jobOf({ id: 'b' }), first], paused)).toEqual([jobOf({ id: 'b' }), paused]);
});

describe('which jobs have ended', () => {
  const running = jobOf({ id: 'a' });
  const done = jobOf({ id: 'a', state: 'done' });

  it('tells nothing at the first look: that work ended before somebody came', () => {
    expect(endedSince(null, [done])).toEqual([]);
  });

  it('tells an end once', () => {
    expect(endedSince([running], [done])).toEqual([done]);
    expect(endedSince([done], [done])).toEqual([]);
  });

  it('tells of a job that was over before it was ever seen running', () => {
    expect(endedSince([], [done])).toEqual([done]);
  });

  it('does not take a pause for an end', () => {
    expect(endedSince([running], [jobOf({ id: 'a', state: 'paused' })])).toEqual([]);
  });
});

it('offers nothing for a job that is over or told to end', () => {
  for (const state of JOB_STATES) {
    expect(controlsOf({ state }).length > 0).toBe(!isFinal(state) && state !== 'cancelling');
  }
  expect(controlsOf({ state: 'paused' })).toContain('resume');
  expect(controlsOf({ state: 'running' })).not.toContain('resume');
});
