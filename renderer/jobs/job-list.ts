import type { Job, JobState } from '../../shared/domain/jobs.ts';

const FINAL: ReadonlySet<JobState> = new Set(['done', 'failed', 'cancelled']);

const RANK: Readonly<Record<JobState, number>> = {
  running: 0,
  cancelling: 0,
  waiting: 1,
  paused: 1,
  done: 2,
  failed: 2,
  cancelled: 2,
};

/** True for a state that a job never leaves. Beside `isFinal` of the domain, whose module holds schemas. */
export function hasEnded({ state }: Pick<Job, 'state'>): boolean {
  return FINAL.has(state);
}

/** True for what has begun and is not over: it has come some way. */
export function isUnderWay(job: Pick<Job, 'state' | 'startedAt'>): boolean {
  return !hasEnded(job) && job.startedAt !== null;
}

/** What moves stands on top, then what waits, then what is over; within each part the newest comes first. */
export function inOrder(jobs: readonly Job[]): readonly Job[] {
  return jobs.toSorted(
    (a, b) =>
      RANK[a.state] - RANK[b.state] ||
      Date.parse(b.createdAt) - Date.parse(a.createdAt) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** The same list with this job in it as it is now. */
export function withJob(jobs: readonly Job[], job: Job): readonly Job[] {
  return jobs.some(({ id }) => id === job.id)
    ? jobs.map((known) => (known.id === job.id ? job : known))
    : [job, ...jobs];
}

/** Which jobs ended between two looks at the list; none at the first look. Too short to have been seen running also counts. */
export function endedSince(before: readonly Job[] | null, now: readonly Job[]): readonly Job[] {
  if (before === null) return [];
  const known = new Map(before.map((job) => [job.id, job]));
  return now.filter((job) => {
    const earlier = known.get(job.id);
    return hasEnded(job) && (earlier === undefined || !hasEnded(earlier));
  });
}

/** What may be done with a job in this state. */
export function controlsOf({ state }: Pick<Job, 'state'>): readonly ('pause' | 'resume' | 'cancel')[] {
  switch (state) {
    case 'waiting':
    case 'running':
      return ['pause', 'cancel'];
    case 'paused':
      return ['resume', 'cancel'];
    case 'cancelling':
    case 'done':
    case 'failed':
    case 'cancelled':
      return [];
  }
}
