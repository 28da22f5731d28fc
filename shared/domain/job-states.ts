// Without schemas: the threads of the store load this file, and start the sooner.

/**
 * `waiting`: its turn has not come, or the desk was locked or the console ended under it; it goes on by itself. `paused`: a
 * person stopped it and a person lets it go on. `cancelling`: told to end, finishing the step it is in. `done`, `failed` and
 * `cancelled` are final. What a job has done stays done in every one of them.
 */
export const JOB_STATES = [
  'waiting',
  'running',
  'paused',
  'cancelling',
  'done',
  'failed',
  'cancelled',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/**
 * So many lines of a job are kept, and a few more of each later file; `counts` go on counting. A person who has this many looks
 * at the source, not at the lines.
 */
export const ITEM_LINES_KEPT = 100_000;
export const LATE_LINES_OF_A_FILE = 20;

/** True for a state that a job never leaves. */
export function isFinal(state: JobState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}
