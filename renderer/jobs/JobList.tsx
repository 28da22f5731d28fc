// oxlint-disable jsx-a11y/prefer-tag-over-role -- where there is little room a row becomes a card, which <tr> cannot
import { IconFileExport, IconFileImport } from '@tabler/icons-react';
import { memo, type JSX, type KeyboardEvent, type RefObject } from 'react';
import type { Job, JobKindName } from '../../shared/domain/jobs.ts';
import { tableStep } from '../keyboard/table-keys.ts';
import { useNow } from '../parts/use-countdown.ts';
import { Foreign } from '../text/Foreign.tsx';
import { formatBoth, formatCount, formatMoment, zoneOf, type TimeZoneChoice } from '../time/format.ts';
import { hasEnded, isUnderWay } from './job-list.ts';
import { COUNT_ORDER, COUNT_WORDS, KIND_WORDS, standingWords } from './job-words.ts';
import { JobProgress } from './JobProgress.tsx';
import { JobStateBadge } from './JobStateBadge.tsx';

export const KIND_ICONS: Readonly<Record<JobKindName, typeof IconFileImport>> = {
  import: IconFileImport,
  export: IconFileExport,
};

export interface JobListProps {
  readonly jobs: readonly Job[];
  readonly opened: string | null;
  /** `byKey` tells that the focus should follow. */
  readonly onOpen: (jobId: string, byKey: boolean) => void;
  readonly zone: TimeZoneChoice;
  readonly listRef: RefObject<HTMLDivElement | null>;
}

/** All long work, one job a row. */
export function JobList({ jobs, opened, onOpen, zone, listRef }: JobListProps): JSX.Element {
  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...(listRef.current?.querySelectorAll<HTMLElement>('.job-open') ?? [])];
    const active = buttons.findIndex((button) => button === event.target);
    if (active < 0) return;
    const step = tableStep(event, { active, count: buttons.length, page: 8 });
    if (step.kind !== 'move') return;
    event.preventDefault();
    buttons[step.to]?.focus();
  };
  return (
    // The keys only move the focus between the buttons within.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus, jsx-a11y/no-noninteractive-element-interactions -- each row has a button
    <div ref={listRef} className="job-list" role="table" aria-label="Long work" onKeyDown={onKeyDown}>
      <div role="rowgroup">
        <div role="row" className="job-row job-head">
          <div role="columnheader">Work</div>
          <div role="columnheader">State</div>
          {COUNT_ORDER.map((name) => (
            <div key={name} role="columnheader" className="job-number">
              {COUNT_WORDS.import[name]}
            </div>
          ))}
          <div role="columnheader">Began</div>
        </div>
      </div>
      <div role="rowgroup">
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} opened={job.id === opened} onOpen={onOpen} zone={zone} />
        ))}
      </div>
    </div>
  );
}

interface JobRowProps extends Pick<JobListProps, 'onOpen' | 'zone'> {
  readonly job: Job;
  readonly opened: boolean;
}

const JobRow = memo(function JobRow({ job, opened, onOpen, zone }: JobRowProps): JSX.Element {
  const Icon = KIND_ICONS[job.kind];
  return (
    <div role="row" className="job-row" data-opened={opened || undefined}>
      <div role="cell" className="job-what">
        <Icon size={20} stroke={1.75} aria-hidden />
        <div>
          <button
            type="button"
            className="job-open"
            aria-expanded={opened}
            // A press of Enter or Space is a click without a pointer.
            onClick={(event) => onOpen(job.id, event.detail === 0)}
          >
            <span className="sr-only">{KIND_WORDS[job.kind].noun}: </span>
            <Foreign oneLine text={job.title} />
          </button>
          {isUnderWay(job) && <JobProgress job={job} />}
          {hasEnded(job) ? <Standing job={job} /> : <LiveStanding job={job} />}
        </div>
      </div>
      <div role="cell" className="job-state">
        <JobStateBadge job={job} />
      </div>
      {COUNT_ORDER.map((name) => (
        <div
          key={name}
          role="cell"
          className="job-number numbers"
          data-count={name}
          data-zero={job.counts[name] === 0 || undefined}
        >
          {formatCount(job.counts[name])}
          <span className="job-number-label"> {COUNT_WORDS[job.kind][name].toLowerCase()}</span>
        </div>
      ))}
      <div role="cell" className="job-began">
        <time dateTime={job.createdAt} title={formatBoth(job.createdAt)}>
          {formatMoment(job.createdAt, undefined, zoneOf(zone))}
        </time>
      </div>
    </div>
  );
});

/** The estimate counts down by itself between two answers. */
function LiveStanding({ job }: { readonly job: Job }): JSX.Element {
  const now = useNow();
  return <p className="job-standing">{standingWords(job, now)}</p>;
}

function Standing({ job }: { readonly job: Job }): JSX.Element {
  return (
    <p className="job-standing" data-tone={job.state === 'failed' ? 'danger' : undefined}>
      {standingWords(job, 0)}
    </p>
  );
}
