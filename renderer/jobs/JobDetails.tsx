import './job-details.css';
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, type JSX, type KeyboardEvent } from 'react';
import type { Job } from '../../shared/domain/jobs.ts';
import { useCall } from '../api/use-call.ts';
import { Notice } from '../parts/Notice.tsx';
import { Problem } from '../parts/Problem.tsx';
import { useNow } from '../parts/use-countdown.ts';
import { Foreign } from '../text/Foreign.tsx';
import { formatBoth, formatCount, formatTime, zoneOf, type TimeZoneChoice } from '../time/format.ts';
import { TableError, TableLoading } from '../trail/TableStates.tsx';
import { isUnderWay } from './job-list.ts';
import { COUNT_ORDER, COUNT_WORDS, endedAt, KIND_WORDS, standingWords, stateNote } from './job-words.ts';
import { JobControls } from './JobControls.tsx';
import { JobItems } from './JobItems.tsx';
import { JobProgress } from './JobProgress.tsx';
import { JobStateBadge } from './JobStateBadge.tsx';

export interface JobDetailsProps {
  readonly jobId: string;
  /** The job as the list has it; null where it is older than the list goes. */
  readonly listed: Job | null;
  readonly takeFocus: boolean;
  readonly mayControl: boolean;
  /** Null for who may not export. */
  readonly onExportImport: ((job: Job) => void) | null;
  readonly zone: TimeZoneChoice;
  readonly onClose: () => void;
}

/** One job beside the list: where it stands, what may be done with it, and its result line by line. */
export function JobDetails(props: JobDetailsProps): JSX.Element {
  const { jobId, listed, takeFocus, onClose } = props;
  const panel = useRef<HTMLElement>(null);
  const { data, error, refetch } = useCall('jobs.view', { jobId }, { enabled: listed === null });
  const job = listed ?? data ?? null;

  useEffect(() => {
    // After the effects of a dialog that closes at the same time, or it would take the focus back to where it was opened.
    if (takeFocus) queueMicrotask(() => panel.current?.focus());
  }, [takeFocus]);

  const onKeyDown = (press: KeyboardEvent): void => {
    if (press.key !== 'Escape' || press.defaultPrevented) return;
    press.preventDefault();
    onClose();
  };
  return (
    // The panel takes the focus so that Escape works at once; it is a landmark, not a control.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- keys of the whole region
    <aside ref={panel} className="job-details" aria-label="Job" tabIndex={-1} onKeyDown={onKeyDown}>
      <header className="job-details-head">
        <h2>
          {job === null ? (
            'Job'
          ) : (
            <>
              {KIND_WORDS[job.kind].noun}: <Foreign oneLine text={job.title} />
            </>
          )}
        </h2>
        {job !== null && <JobStateBadge job={job} />}
        <ActionIcon variant="subtle" color="gray" size={30} aria-label="Close job" onClick={onClose}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </header>
      {job !== null ? (
        <Body {...props} job={job} />
      ) : (
        <div className="jobs-box">
          {error === null ? (
            <TableLoading what="job" />
          ) : (
            <TableError error={error} onRetry={() => void refetch()} />
          )}
        </div>
      )}
    </aside>
  );
}

function Body({ job, ...props }: JobDetailsProps & { readonly job: Job }): JSX.Element {
  const now = useNow();
  const note = stateNote(job);
  return (
    <>
      <div className="job-summary">
        <div className="job-standing-row">
          {isUnderWay(job) && <JobProgress job={job} />}
          <p className="job-standing">
            {job.state === 'failed' ? endedAt(job.progress) : standingWords(job, now)}
          </p>
          <JobControls job={job} mayControl={props.mayControl} onExportImport={props.onExportImport} />
        </div>
        {job.state === 'failed' && job.error !== null ? (
          <Problem error={job.error} tone="danger" actions={note} />
        ) : (
          note !== null && (
            <Notice>
              <p>{note}</p>
            </Notice>
          )
        )}
        <dl className="job-counts">
          {COUNT_ORDER.map((name) => (
            <div key={name} data-count={name} data-zero={job.counts[name] === 0 || undefined}>
              <dt>{COUNT_WORDS[job.kind][name]}</dt>
              <dd className="numbers">{formatCount(job.counts[name])}</dd>
            </div>
          ))}
        </dl>
        <dl className="job-times">
          <Moment label="Began" iso={job.startedAt ?? job.createdAt} zone={props.zone} />
          {job.endedAt !== null && <Moment label="Ended" iso={job.endedAt} zone={props.zone} />}
          {job.resumptions > 0 && (
            <div>
              <dt>Interrupted</dt>
              <dd>
                {job.resumptions === 1 ? 'once' : `${formatCount(job.resumptions)} times`}, and went on by
                itself
              </dd>
            </div>
          )}
        </dl>
      </div>
      <JobItems job={job} />
    </>
  );
}

function Moment(props: {
  readonly label: string;
  readonly iso: string;
  readonly zone: TimeZoneChoice;
}): JSX.Element {
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>
        <time dateTime={props.iso} title={formatBoth(props.iso)}>
          {formatTime(props.iso, zoneOf(props.zone))}
        </time>
      </dd>
    </div>
  );
}
