import './export.css';
import { Button } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, useSyncExternalStore, type JSX } from 'react';
import type { RequestOf } from '../../shared/contract/calls.ts';
import type { FileOffer, Job } from '../../shared/domain/jobs.ts';
import { stepUp } from '../api/step-up.ts';
import { useAct, useCall } from '../api/use-call.ts';
import { chipsOf } from '../filter/chips.ts';
import { toAuditFilter, type TrailFilter } from '../filter/trail-filter.ts';
import { putJob } from '../jobs/use-jobs.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Foreign } from '../text/Foreign.tsx';
import type { TimeZoneChoice } from '../time/format.ts';
import { exportCountWords, type ExportCount } from './export-words.ts';

/** What is to be written: what the trail's filter selects, or what an import brought in or found there already. */
export type ExportSelection =
  | { readonly kind: 'filter'; readonly filter: TrailFilter }
  | { readonly kind: 'import'; readonly job: Job };

export interface ExportSheetProps {
  /** Null while nothing is to be exported. */
  readonly selection: ExportSelection | null;
  readonly zone: TimeZoneChoice;
  readonly onClose: () => void;
  readonly onStarted: (job: Job) => void;
}

interface ExportFormProps extends ExportSheetProps {
  readonly selection: ExportSelection;
}

/** Asks where to, and says what leaves the protection of this console. */
export function ExportSheet(props: ExportSheetProps): JSX.Element {
  // One dialog at a time: two would both take the keys. The form stays as it is meanwhile.
  const confirming = useSyncExternalStore(stepUp.subscribe, stepUp.isOpen);
  const { selection } = props;
  return (
    <Dialog
      opened={selection !== null && !confirming}
      keepMounted={selection !== null}
      onClose={props.onClose}
      size="lg"
      title="Export audit events"
    >
      {selection !== null && <ExportForm {...props} selection={selection} />}
    </Dialog>
  );
}

function ExportForm({ selection, zone, onClose, onStarted }: ExportFormProps): JSX.Element {
  const queryClient = useQueryClient();
  const [target, setTarget] = useState<FileOffer | null>(null);
  const choose = useAct('exports.choose');
  const start = useAct('exports.start');
  const count = useExportCount(selection);
  const chooseTarget = (): void => {
    if (choose.isPending) return;
    start.reset();
    choose.mutate({}, { onSuccess: (offer) => offer !== null && setTarget(offer) });
  };
  const begin = (): void => {
    if (target === null) return;
    start.mutate(
      { offerId: target.offerId, selection: requestOf(selection) },
      {
        onSuccess: (job) => {
          putJob(queryClient, job);
          onStarted(job);
        },
        onError: ({ code }) => {
          if (code === 'files/offer-expired' || code === 'files/not-writable') setTarget(null);
        },
      },
    );
  };
  const declined = start.error?.code === 'auth/step-up-required';
  const error = declined ? choose.error : (start.error ?? choose.error);
  const folder = target?.entries[0]?.name ?? null;
  const nothing = count?.count === 0;
  return (
    <div className="stack">
      <dl className="export-facts">
        <dt>What</dt>
        <dd>
          <strong className="numbers">{count === null ? 'Counting' : exportCountWords(count)}</strong>
          <What selection={selection} zone={zone} />
        </dd>
        <dt>Form</dt>
        <dd>
          One file an event, of exactly the bytes that were received. Each is named by the SHA-256 of its
          content, so that anybody can check that it was not changed.
        </dd>
        <dt>Where to</dt>
        <dd className="export-target">
          {folder !== null && (
            <span className="export-folder">
              <IconFolder size={16} aria-hidden /> <Foreign oneLine text={folder} />
            </span>
          )}
          <Button size="compact-sm" variant="default" data-autofocus onClick={chooseTarget}>
            {folder === null ? 'Choose a folder…' : 'Another folder…'}
          </Button>
        </dd>
      </dl>
      <Notice tone="warn" title="The files are not encrypted">
        <p>
          They say who looked at which patient, and when. Once they are written, this console no longer
          protects them: whoever can open the folder can read them. Choose an encrypted drive, give on only
          what is asked for, and delete what is no longer needed.
        </p>
        <p>That you export, and what, is written to the action log.</p>
      </Notice>
      {error !== null && <Problem error={error} />}
      <div className="stack-buttons">
        {declined && <output className="dim export-declined">Not confirmed, so nothing was written.</output>}
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        <Button loading={start.isPending} disabled={target === null || nothing} onClick={begin}>
          Export unencrypted
        </Button>
      </div>
    </div>
  );
}

function What({ selection, zone }: Pick<ExportFormProps, 'selection' | 'zone'>): JSX.Element {
  if (selection.kind === 'import') {
    return (
      <p className="dim">
        What came in or was known already: <Foreign oneLine text={selection.job.title} />
      </p>
    );
  }
  const chips = chipsOf(selection.filter, zone);
  if (chips.length === 0) return <p className="dim">The whole trail of this desk: no filter is set.</p>;
  return (
    <ul className="export-chips" aria-label="Filters">
      {chips.map(({ key, label, value }) => (
        <li key={key} className="badge">
          {label}: <Foreign text={value} />
        </li>
      ))}
    </ul>
  );
}

function useExportCount(selection: ExportSelection): ExportCount | null {
  const byFilter = selection.kind === 'filter';
  const { data } = useCall(
    'audit.count',
    { filter: byFilter ? toAuditFilter(selection.filter) : {} },
    { enabled: byFilter },
  );
  if (!byFilter) {
    const { accepted, duplicate } = selection.job.counts;
    // Two lines of a file may be one event, so what was known already may count twice.
    return { count: accepted + duplicate, bound: duplicate === 0 ? 'exact' : 'most' };
  }
  return data === undefined ? null : { count: data.count, bound: data.exact ? 'exact' : 'least' };
}

function requestOf(selection: ExportSelection): RequestOf<'exports.start'>['selection'] {
  return selection.kind === 'filter'
    ? { filter: toAuditFilter(selection.filter) }
    : { importJobId: selection.job.id };
}
