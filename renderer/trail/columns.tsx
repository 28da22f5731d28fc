import {
  IconAlertTriangle,
  IconCheck,
  IconHelpSmall,
  IconPuzzle,
  IconX,
  type IconProps,
} from '@tabler/icons-react';
import type { ComponentType, JSX } from 'react';
import type { AuditOutcome, AuditRow, Term } from '../../shared/domain/audit.ts';
import { Foreign } from '../text/Foreign.tsx';
import { visibleText } from '../text/visible.ts';
import { formatBoth, formatTime, zoneOf, type TimeZoneChoice } from '../time/format.ts';
import { ACTION_WORDS, BREAK_THE_GLASS, OUTCOME_WORDS, purposeWords } from './terms.ts';

export type ColumnName =
  | 'time'
  | 'outcome'
  | 'action'
  | 'what'
  | 'who'
  | 'patient'
  | 'entity'
  | 'place'
  | 'purpose';

export interface Column {
  readonly name: ColumnName;
  readonly label: string;
  readonly cell: (row: AuditRow, zone: TimeZoneChoice) => JSX.Element | null;
}

/** All columns of an event table. Which of them fit is a matter of CSS (event-table.css). */
export const COLUMNS: readonly Column[] = [
  { name: 'time', label: 'Time', cell: (row, zone) => <TimeCell row={row} zone={zone} /> },
  { name: 'outcome', label: 'Outcome', cell: (row) => <OutcomeWord outcome={row.outcome} /> },
  {
    name: 'action',
    label: 'Action',
    cell: (row) => (row.action === null ? <None /> : <>{ACTION_WORDS[row.action]}</>),
  },
  { name: 'what', label: 'What', cell: (row) => <WhatCell row={row} /> },
  { name: 'who', label: 'Who', cell: (row) => <TermCell term={row.agent} others={row.otherAgents} /> },
  {
    name: 'patient',
    label: 'Patient',
    cell: (row) => <TermCell term={row.patient} others={row.otherPatients} />,
  },
  {
    name: 'entity',
    label: 'Entity',
    cell: (row) => (row.entity === null ? <None /> : <TextCell text={row.entity} />),
  },
  { name: 'place', label: 'Place', cell: (row) => <TermCell term={row.place} others={0} /> },
  { name: 'purpose', label: 'Purpose', cell: (row) => <PurposeCell purposes={row.purposes} /> },
];

const ACT_OUTCOME: Column = {
  name: 'outcome',
  label: 'Outcome',
  cell: (row) => <OutcomeWord outcome={row.outcome} without="About to begin" />,
};

/**
 * The operator's own acts: who and which patient go without saying. A sensitive act has a record of its own before it
 * begins, which has no outcome yet.
 */
export const ACTION_COLUMNS: readonly Column[] = COLUMNS.filter(({ name }) =>
  ['time', 'outcome', 'action', 'what', 'entity'].includes(name),
).map((column) => (column.name === 'outcome' ? ACT_OUTCOME : column));

function None(): JSX.Element {
  return <span className="none">–</span>;
}

function TextCell({ text }: { readonly text: string }): JSX.Element {
  return (
    <span title={visibleText(text)}>
      <Foreign text={text} />
    </span>
  );
}

function TimeCell({ row, zone }: { readonly row: AuditRow; readonly zone: TimeZoneChoice }): JSX.Element {
  const [date, time] = formatTime(row.recordedAt, zoneOf(zone)).split(' ');
  const missing = row.recordedMissing
    ? ' · The event has no time of its own: this is when it was received.'
    : '';
  return (
    <time dateTime={row.recordedAt} title={`${formatBoth(row.recordedAt)}${missing}`}>
      {row.recordedMissing && '≈ '}
      <span className="dim">{date}</span> {time}
    </time>
  );
}

const OUTCOME_ICONS: Readonly<Record<AuditOutcome, ComponentType<IconProps>>> = {
  '0': IconCheck,
  '4': IconAlertTriangle,
  '8': IconX,
  '12': IconX,
};

export function OutcomeWord({
  outcome,
  without = 'Not stated',
}: {
  readonly outcome: AuditOutcome | null;
  /** The word for an event that states none. */
  readonly without?: string;
}): JSX.Element {
  if (outcome === null) {
    return (
      <span className="outcome">
        <IconHelpSmall size={14} aria-hidden /> {without}
      </span>
    );
  }
  const Icon = OUTCOME_ICONS[outcome];
  return (
    <span className="outcome" data-outcome={outcome}>
      <Icon size={14} stroke={2} aria-hidden /> {OUTCOME_WORDS[outcome]}
    </span>
  );
}

function WhatCell({ row }: { readonly row: AuditRow }): JSX.Element {
  const text = row.subtype === null ? row.type : `${row.subtype} · ${row.type}`;
  return (
    <span className="what" title={visibleText(text)}>
      {row.unmapped > 0 && (
        <span className="unmapped" title={`${row.unmapped} elements could not be mapped`}>
          <IconPuzzle size={14} aria-hidden />
          <span className="sr-only">Not fully mapped: </span>
        </span>
      )}
      <span className="what-act">
        <Foreign text={row.subtype ?? row.type} />
      </span>
      {row.subtype !== null && (
        <span className="what-type dim">
          <span> · </span>
          <Foreign text={row.type} />
        </span>
      )}
    </span>
  );
}

function TermCell({ term, others }: { readonly term: Term | null; readonly others: number }): JSX.Element {
  if (term === null) return <None />;
  return (
    <>
      <TextCell text={term.label} />
      {others > 0 && <span className="others">+{others}</span>}
    </>
  );
}

function PurposeCell({ purposes }: { readonly purposes: readonly string[] }): JSX.Element {
  if (purposes.length === 0) return <None />;
  const glass = purposes.includes(BREAK_THE_GLASS);
  const title = purposes.map((code) => visibleText(purposeWords(code))).join(', ');
  return glass ? (
    <span className="badge" data-tone="danger" title={title}>
      <span className="wide-only">Break the glass</span>
      <span className="narrow-only">BTG</span>
    </span>
  ) : (
    <TextCell text={purposes.map(purposeWords).join(', ')} />
  );
}
