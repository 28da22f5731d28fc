import './progress.css';
import type { JSX } from 'react';
import type { Job } from '../../shared/domain/jobs.ts';
import { fractionOf, percentWords } from './amounts.ts';
import { KIND_WORDS } from './job-words.ts';

/** How far a job is, as a bar. Named by the kind of work: the title beside it is foreign text. */
export function JobProgress({ job }: { readonly job: Job }): JSX.Element {
  const fraction = fractionOf(job.progress);
  return (
    <span className="job-progress" data-state={job.state}>
      <progress
        aria-label={`${KIND_WORDS[job.kind].noun} progress`}
        max={1}
        {...(fraction !== null && { value: fraction })}
      />
      <span className="job-percent numbers">{percentWords(job.progress)}</span>
    </span>
  );
}
