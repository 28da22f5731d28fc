import type { JobState } from '../../../shared/domain/jobs.ts';

/**
 * What can happen to a job. `begin`: its turn has come. `interrupt`: lock, end of the console or a crash took it from the
 * runner. `stop`: the runner has left it after it was told to cancel. The others are what a person or the work itself does.
 */
export const JOB_ACTS = [
  'begin',
  'pause',
  'resume',
  'cancel',
  'interrupt',
  'stop',
  'finish',
  'fail',
] as const;
export type JobAct = (typeof JOB_ACTS)[number];

/**
 * The one table of transitions; what is not in it cannot happen. A cancelled job that meets its end or an error first is
 * `cancelled` and `failed`: the former, for nobody can say whether it was whole; the latter, since the error is true.
 */
const TRANSITIONS: Readonly<Record<JobState, Partial<Readonly<Record<JobAct, JobState>>>>> = {
  waiting: { begin: 'running', pause: 'paused', cancel: 'cancelled', fail: 'failed' },
  running: {
    pause: 'paused',
    cancel: 'cancelling',
    interrupt: 'waiting',
    finish: 'done',
    fail: 'failed',
  },
  paused: { resume: 'waiting', cancel: 'cancelled', fail: 'failed' },
  cancelling: { stop: 'cancelled', finish: 'cancelled', interrupt: 'cancelled', fail: 'failed' },
  done: {},
  failed: {},
  cancelled: {},
};

/** Where an act leads from a state; null where it is not possible. */
export function nextState(state: JobState, act: JobAct): JobState | null {
  return TRANSITIONS[state][act] ?? null;
}
