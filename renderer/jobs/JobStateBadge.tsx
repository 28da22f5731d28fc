import type { JSX } from 'react';
import type { Job } from '../../shared/domain/jobs.ts';
import { STATE_WORDS } from './job-words.ts';

export function JobStateBadge({ job }: { readonly job: Job }): JSX.Element {
  const { label, tone } = STATE_WORDS[job.state];
  return (
    <span className="badge" data-tone={tone}>
      {label}
    </span>
  );
}
