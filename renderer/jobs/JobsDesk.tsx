import './jobs.css';
import '../trail/trail.css';
import { useMediaQuery } from '@mantine/hooks';
import { useRef, type JSX } from 'react';
import { flushSync } from 'react-dom';
import type { Job } from '../../shared/domain/jobs.ts';
import type { SignedIn } from '../api/signed-in.ts';
import { may } from '../frame/desks.ts';
import { ImportButtons } from '../import/ImportButtons.tsx';
import type { ImportCommands } from '../import/use-import.ts';
import type { TimeZoneChoice } from '../time/format.ts';
import { TableError, TableLoading } from '../trail/TableStates.tsx';
import { ZoneToggle } from '../trail/ZoneToggle.tsx';
import { JobDetails } from './JobDetails.tsx';
import { JobList } from './JobList.tsx';
import { JobsEmpty } from './JobsEmpty.tsx';
import type { Jobs } from './use-jobs.ts';

/** The job that is open beside the list; `focus` where a key or another desk opened it. */
export interface OpenedJob {
  readonly jobId: string;
  readonly focus: boolean;
}

export interface JobsDeskProps {
  readonly session: SignedIn;
  readonly jobs: Jobs;
  readonly opened: OpenedJob | null;
  readonly onOpened: (opened: OpenedJob | null) => void;
  readonly imports: ImportCommands | null;
  readonly onExportImport: (job: Job) => void;
  readonly zone: TimeZoneChoice;
  readonly onToggleZone: () => void;
}

/** Where there is no room for list and job side by side, the job covers the list (jobs.css, the same width). */
const DETAILS_COVER = '(width < 68rem)';

/** Import and export: what is under way, what became of the rest, and one job beside the list. */
export function JobsDesk(props: JobsDeskProps): JSX.Element {
  const { session, jobs, opened, onOpened, imports, zone } = props;
  const listRef = useRef<HTMLDivElement>(null);
  const covered = useMediaQuery(DETAILS_COVER, false, { getInitialValueInEffect: false });
  const close = (): void => {
    // Drawn at once: a list that is covered is inert, and cannot take the focus.
    flushSync(() => onOpened(null));
    const row = jobs.list?.findIndex(({ id }) => id === opened?.jobId) ?? -1;
    listRef.current?.querySelectorAll<HTMLElement>('.job-open')[row]?.focus();
  };
  return (
    <div className="desk-column jobs-desk" data-opened={opened !== null || undefined}>
      <section className="desk-list" aria-label="Import and export" inert={covered && opened !== null}>
        <div className="jobs-head">
          <div>
            <h1>Import &amp; export</h1>
            <p className="dim">
              Long work goes on while you use the other desks. After a lock or a restart it continues by
              itself.
            </p>
          </div>
          {imports !== null && jobs.list?.length !== 0 && <ImportButtons imports={imports} />}
        </div>
        <div className="result-bar">
          <span className="bar-gap" />
          <ZoneToggle zone={zone} onToggle={props.onToggleZone} />
        </div>
        <div className="jobs-box">
          {jobs.list !== null && jobs.list.length > 0 ? (
            <JobList
              jobs={jobs.list}
              opened={opened?.jobId ?? null}
              onOpen={(jobId, focus) => onOpened({ jobId, focus })}
              zone={zone}
              listRef={listRef}
            />
          ) : jobs.list !== null ? (
            <JobsEmpty imports={imports} />
          ) : jobs.error !== null ? (
            <TableError error={jobs.error} onRetry={jobs.retry} />
          ) : (
            <TableLoading what="work" />
          )}
        </div>
      </section>
      {opened !== null && (
        <JobDetails
          key={opened.jobId}
          jobId={opened.jobId}
          listed={jobs.list?.find(({ id }) => id === opened.jobId) ?? null}
          takeFocus={opened.focus || covered}
          mayControl={may(session.operator, 'jobs.control')}
          onExportImport={may(session.operator, 'audit.export') ? props.onExportImport : null}
          zone={zone}
          onClose={close}
        />
      )}
    </div>
  );
}
