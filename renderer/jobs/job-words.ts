import type { Job, JobKindName, JobState } from '../../shared/domain/jobs.ts';
import { wordsFor } from '../errors/words.ts';
import { formatCount } from '../time/format.ts';
import { eventsWords, percentWords, progressWords } from './amounts.ts';
import { durationWords, estimateWords } from './estimate.ts';

export const KIND_WORDS: Readonly<Record<JobKindName, { readonly noun: string; readonly doing: string }>> = {
  import: { noun: 'Import', doing: 'Importing' },
  export: { noun: 'Export', doing: 'Exporting' },
};

export type StateTone = 'accent' | 'ok' | 'danger' | 'plain';

/** Danger is for what failed alone: a pause or a cancellation is what a person wanted. */
export const STATE_WORDS: Readonly<Record<JobState, { readonly label: string; readonly tone: StateTone }>> = {
  waiting: { label: 'Waiting', tone: 'plain' },
  running: { label: 'Running', tone: 'accent' },
  paused: { label: 'Paused', tone: 'plain' },
  cancelling: { label: 'Cancelling', tone: 'plain' },
  done: { label: 'Done', tone: 'ok' },
  failed: { label: 'Failed', tone: 'danger' },
  cancelled: { label: 'Cancelled', tone: 'plain' },
};

/** What each count means, for an import and for an export. */
export const COUNT_WORDS: Readonly<Record<JobKindName, Readonly<Record<keyof Job['counts'], string>>>> = {
  import: { accepted: 'Accepted', duplicate: 'Known already', refused: 'Refused', remarked: 'With a remark' },
  export: { accepted: 'Written', duplicate: 'There already', refused: 'Refused', remarked: 'With a remark' },
};

export const COUNT_ORDER = ['accepted', 'duplicate', 'refused', 'remarked'] as const;

/** One line about where a job stands: "412 MB of 1.2 GB, about 4 min left", "1.2 GB in 4 min 12 s". */
export function standingWords(job: Job, nowMs: number): string {
  const { progress } = job;
  switch (job.state) {
    case 'running': {
      const estimate = estimateWords(job.estimatedEndAt, nowMs);
      return estimate === null ? progressWords(progress) : `${progressWords(progress)}, ${estimate}`;
    }
    case 'waiting':
      return job.startedAt === null ? 'Waits for its turn' : `${progressWords(progress)}, goes on by itself`;
    case 'paused':
      return `${progressWords(progress)}, goes on when resumed`;
    case 'cancelling':
      return 'Finishing the step it is in';
    case 'done':
      return withDuration(progressWords({ ...progress, total: null }), job);
    case 'failed':
      return job.error === null ? endedAt(progress) : wordsFor(job.error).title;
    case 'cancelled':
      return endedAt(progress);
  }
}

/** "Ended at 33%" */
export function endedAt(progress: Job['progress']): string {
  const percent = percentWords(progress);
  return percent === null ? `Ended after ${progressWords(progress)}` : `Ended at ${percent}`;
}

function withDuration(words: string, { startedAt, endedAt: end }: Job): string {
  if (startedAt === null || end === null) return words;
  return `${words} in ${durationWords(Date.parse(end) - Date.parse(startedAt))}`;
}

/** What a state means for the person who reads it; null where it speaks for itself. */
export function stateNote(job: Job): string | null {
  switch (job.state) {
    case 'waiting':
      return job.startedAt === null
        ? 'It begins by itself as soon as the work before it has ended.'
        : 'It was interrupted when the desk was locked or the console ended. It goes on by itself from where it was; nothing is done twice.';
    case 'paused':
      return `It goes on from here when you resume it, also after a restart. ${staysWords(job)}`;
    case 'cancelling':
      return `It ends after the step it is in. ${staysWords(job)}`;
    case 'cancelled':
      return `It was cancelled. ${staysWords(job)} ${againWords(job)}`;
    case 'failed':
      return `${staysWords(job)} ${againWords(job)}`;
    case 'running':
    case 'done':
      return null;
  }
}

/** What remains whatever happens to the job. */
export function staysWords({ kind, counts }: Job): string {
  const { accepted } = counts;
  if (accepted === 0) return kind === 'import' ? 'Nothing has gone in yet.' : 'Nothing has been written yet.';
  return kind === 'import'
    ? `What went in stays: ${eventsWords(accepted)}.`
    : `What was written stays: ${filesWords(accepted)}.`;
}

/** What doing it again means. */
export function againWords({ kind }: Job): string {
  return kind === 'import'
    ? 'The same files can be imported again: what is known already is recognised.'
    : 'The same selection can be exported again.';
}

/** "1 file", "12,340 files" */
export function filesWords(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'file' : 'files'}`;
}

/** "Import done", "Export failed" */
export function endedTitle({ kind, state }: Job): string {
  return `${KIND_WORDS[kind].noun} ${STATE_WORDS[state].label.toLowerCase()}`;
}

/** How a job ended, in counts and never in names: it is shown on every desk and said aloud. */
export function endedWords(job: Job): string {
  const { accepted, duplicate, refused } = job.counts;
  return [
    job.kind === 'import' ? `${eventsWords(accepted)} in` : `${filesWords(accepted)} written`,
    ...(duplicate > 0
      ? [`${formatCount(duplicate)} ${job.kind === 'import' ? 'known already' : 'there already'}`]
      : []),
    ...(refused > 0 ? [`${formatCount(refused)} refused`] : []),
  ].join(', ');
}

/** The work under way in a few words for the top bar: "Importing 34%", "2 jobs, 34%". Null where there is none. */
export function underWayWords(active: readonly Job[]): string | null {
  const first = active.find(({ state }) => state === 'running') ?? active[0];
  if (first === undefined) return null;
  const percent = percentWords(first.progress);
  const { noun, doing } = KIND_WORDS[first.kind];
  const what =
    active.length > 1
      ? `${active.length} jobs,`
      : first.state === 'running'
        ? doing
        : `${noun} ${STATE_WORDS[first.state].label.toLowerCase()}${percent === null ? '' : ','}`;
  return percent === null ? what.replace(/,$/, '') : `${what} ${percent}`;
}
