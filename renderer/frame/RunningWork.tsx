import '../jobs/progress.css';
import type { JSX } from 'react';
import type { Job } from '../../shared/domain/jobs.ts';
import { fractionOf } from '../jobs/amounts.ts';
import { hasEnded } from '../jobs/job-list.ts';
import { underWayWords } from '../jobs/job-words.ts';

export interface RunningWorkProps {
  readonly jobs: readonly Job[] | null;
  readonly onShow: (jobId: string) => void;
}

/** The work under way, seen from every desk. Not said aloud at each step: only its end is. */
export function RunningWork({ jobs, onShow }: RunningWorkProps): JSX.Element | null {
  const active = jobs?.filter((job) => !hasEnded(job)) ?? [];
  const first = active.find(({ state }) => state === 'running') ?? active[0];
  const words = underWayWords(active);
  if (first === undefined || words === null) return null;
  const fraction = fractionOf(first.progress);
  return (
    <button
      type="button"
      className="bar-button running-work"
      aria-label={`Work under way: ${words}`}
      onClick={() => onShow(first.id)}
    >
      <progress
        className="running-bar"
        data-state={first.state}
        aria-hidden
        max={1}
        {...(fraction !== null && { value: fraction })}
      />
      <span className="numbers">{words}</span>
    </button>
  );
}
