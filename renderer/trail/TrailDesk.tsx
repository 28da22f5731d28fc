import './trail.css';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowUp, IconFileExport, IconRefresh } from '@tabler/icons-react';
import { useMemo, useRef, useState, type JSX, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import type { SourceStatus } from '../../shared/domain/desk.ts';
import { useAct, useCall } from '../api/use-call.ts';
import { wordsFor } from '../errors/words.ts';
import { EventPanel } from '../event/EventPanel.tsx';
import { Chips } from '../filter/Chips.tsx';
import { FilterBar } from '../filter/FilterBar.tsx';
import { isNarrowed, toAuditFilter, type TrailFilter } from '../filter/trail-filter.ts';
import type { SignedIn } from '../api/signed-in.ts';
import { may } from '../frame/desks.ts';
import { formatCount, type TimeZoneChoice } from '../time/format.ts';
import { COLUMNS } from './columns.tsx';
import { EventTable } from './EventTable.tsx';
import { OfflineStrip } from './OfflineStrip.tsx';
import { TrailEmpty } from './TrailEmpty.tsx';
import { TableError, TableLoading } from './TableStates.tsx';
import { useTrail } from './use-trail.ts';
import { ZoneToggle } from './ZoneToggle.tsx';

export interface TrailDeskProps {
  readonly session: SignedIn;
  readonly source: SourceStatus | null;
  readonly filter: TrailFilter;
  readonly onFilter: (filter: TrailFilter) => void;
  readonly zone: TimeZoneChoice;
  readonly onToggleZone: () => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** Exports what the filter selects; null for who may not. */
  readonly onExport: (() => void) | null;
}

/** Where there is no room for list and event side by side, the event covers the list (event.css, the same width). */
const PANEL_COVERS = '(width < 68rem)';

/** The audit trail: filters, the list, and one event beside it. */
export function TrailDesk(props: TrailDeskProps): JSX.Element {
  const { session, source, filter, onFilter, zone } = props;
  const auditFilter = useMemo(() => toAuditFilter(filter), [filter]);
  const [atTop, setAtTop] = useState(true);
  const [active, setActive] = useState<number | null>(null);
  const [opened, setOpened] = useState<{ readonly seq: number; readonly focus: boolean } | null>(null);
  const gridRef = useRef<HTMLDivElement>(null);
  const trail = useTrail(auditFilter, atTop && opened === null);
  const covered = useMediaQuery(PANEL_COVERS, false, { getInitialValueInEffect: false });
  const mayOpen = may(session.operator, 'audit.view-event');

  const narrow = (next: TrailFilter): void => {
    onFilter(next);
    setActive(null);
    setOpened(null);
    setAtTop(true);
    gridRef.current?.scrollTo({ top: 0 });
  };
  const move = (step: 1 | -1): void => {
    const at = trail.rows.findIndex((row) => row.seq === active);
    const row = trail.rows[at + step];
    if (row === undefined) return;
    setActive(row.seq);
    setOpened({ seq: row.seq, focus: false });
  };
  const close = (): void => {
    // Drawn at once: the list behind a covering panel is inert until it is gone, and cannot take the focus.
    flushSync(() => setOpened(null));
    if (atTop) trail.showWaiting();
    gridRef.current?.focus();
  };

  return (
    <div className="desk-column">
      <section className="desk-list" aria-label="Audit trail" inert={covered && opened !== null}>
        <h1 className="sr-only">Audit trail</h1>
        {session.connection === 'offline' && <OfflineStrip />}
        <FilterBar filter={filter} onFilter={narrow} zone={zone} searchRef={props.searchRef} />
        <Chips filter={filter} onFilter={narrow} zone={zone} />
        <ResultBar {...props} />
        {trail.error !== null && trail.rows.length > 0 && (
          <output className="offline-strip">
            {wordsFor(trail.error).title}. The rest of the list is not loaded.
            <button type="button" className="text-button" onClick={trail.loadMore}>
              Try again
            </button>
          </output>
        )}
        <div className="event-table-box">
          {trail.pending ? (
            <TableLoading />
          ) : trail.error !== null && trail.rows.length === 0 ? (
            <TableError error={trail.error} onRetry={trail.retry} />
          ) : trail.rows.length === 0 ? (
            <TrailEmpty
              filter={filter}
              onFilter={narrow}
              zone={zone}
              source={source}
              connection={session.connection}
            />
          ) : (
            <EventTable
              label="Audit events"
              columns={COLUMNS}
              rows={trail.rows}
              zone={zone}
              hasMore={trail.hasMore}
              onMore={trail.loadMore}
              active={active}
              onActive={(seq) => {
                setActive(seq);
                if (opened !== null) setOpened({ seq, focus: false });
              }}
              {...(mayOpen && { onOpen: (seq: number, focus: boolean) => setOpened({ seq, focus }) })}
              gridRef={gridRef}
              onAtTop={(now) => {
                setAtTop(now);
                if (now && opened === null) trail.showWaiting();
              }}
            />
          )}
          {trail.waiting.count > 0 && (
            <button
              type="button"
              className="new-events"
              onClick={() => {
                trail.showWaiting();
                gridRef.current?.scrollTo({ top: 0 });
              }}
            >
              <IconArrowUp size={14} aria-hidden />
              {newEventsWords(trail.waiting.count, trail.waiting.more)}
            </button>
          )}
        </div>
      </section>
      {opened !== null && (
        <EventPanel
          seq={opened.seq}
          takeFocus={opened.focus || covered}
          zone={zone}
          mayReadRaw={may(session.operator, 'audit.view-raw')}
          onMove={move}
          onClose={close}
          onFilter={narrow}
        />
      )}
    </div>
  );
}

/** "1 new event", "12 new events", "100+ new events" */
function newEventsWords(count: number, more: boolean): string {
  return `${formatCount(count)}${more ? '+' : ''} new ${count === 1 && !more ? 'event' : 'events'}`;
}

function ResultBar(props: TrailDeskProps): JSX.Element {
  const { filter, onFilter, session, zone } = props;
  const auditFilter = useMemo(() => toAuditFilter(filter), [filter]);
  const { data: count } = useCall('audit.count', { filter: auditFilter }, { keepPrevious: true });
  const { data: coverage } = useCall('audit.coverage', {}, { refetchIntervalMs: 30_000 });
  const refresh = useAct('audit.refresh');
  const unmapped = coverage?.eventsWithUnmapped ?? 0;
  return (
    <div className="result-bar">
      <output className="numbers" aria-live="off">
        {count === undefined ? (
          'Counting'
        ) : (
          <strong>
            {formatCount(count.count)}
            {!count.exact && '+'} {count.count === 1 && count.exact ? 'event' : 'events'}
          </strong>
        )}
      </output>
      {unmapped > 0 && !isNarrowed(filter) && (
        <button
          type="button"
          className="text-button"
          onClick={() => onFilter({ ...filter, unmappedOnly: true })}
        >
          {formatCount(unmapped)} not fully mapped
        </button>
      )}
      <span className="bar-gap" />
      {refresh.error !== null && <output>{wordsFor(refresh.error).title}</output>}
      {props.onExport !== null && (
        <button type="button" className="text-button" disabled={count?.count === 0} onClick={props.onExport}>
          <IconFileExport size={14} aria-hidden /> Export…
        </button>
      )}
      <ZoneToggle zone={zone} onToggle={props.onToggleZone} />
      {may(session.operator, 'audit.refresh') && session.connection === 'online' && (
        <button
          type="button"
          className="text-button"
          disabled={refresh.isPending}
          onClick={() => refresh.mutate({})}
        >
          <IconRefresh size={14} aria-hidden /> Fetch now
        </button>
      )}
    </div>
  );
}
