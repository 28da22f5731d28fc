import '../trail/trail.css';
import { IconUserEdit } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type JSX } from 'react';
import type { AuditCursor, AuditPage } from '../../shared/domain/audit.ts';
import type { AppError } from '../../shared/errors.ts';
import { ask } from '../api/ask.ts';
import { keys } from '../api/query-keys.ts';
import type { TimeZoneChoice } from '../time/format.ts';
import { ACTION_COLUMNS } from '../trail/columns.tsx';
import { EventTable } from '../trail/EventTable.tsx';
import { paced } from '../trail/paced.ts';
import { TableError, TableLoading } from '../trail/TableStates.tsx';
import { ZoneToggle } from '../trail/ZoneToggle.tsx';

const PAGE_ROWS = 200;
const REFETCH_EVERY_MS = 3000;

export interface ActionsDeskProps {
  readonly zone: TimeZoneChoice;
  readonly onToggleZone: () => void;
}

/** What the operator did at this console, newest first. */
export function ActionsDesk({ zone, onToggleZone }: ActionsDeskProps): JSX.Element {
  const queryClient = useQueryClient();
  const [active, setActive] = useState<number | null>(null);
  const gridRef = useRef<HTMLDivElement>(null);
  const query = useInfiniteQuery<
    AuditPage,
    AppError,
    InfiniteData<AuditPage, AuditCursor | null>,
    ReturnType<typeof keys.actions>,
    AuditCursor | null
  >({
    queryKey: keys.actions(),
    queryFn: ({ pageParam }) =>
      ask('actions.list', { limit: PAGE_ROWS, ...(pageParam !== null && { after: pageParam }) }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  useEffect(() => {
    const again = paced(
      () => void queryClient.invalidateQueries({ queryKey: keys.actions() }),
      REFETCH_EVERY_MS,
    );
    const stopListening = window.medminder.listen('audit.arrived', again.wish);
    return () => {
      stopListening();
      again.stop();
    };
  }, [queryClient]);
  const { data } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);

  return (
    <section className="desk-column" aria-label="My actions">
      <div className="desk-list">
        <div className="page-head">
          <h1>My actions</h1>
          <p className="dim">
            What you did at this console is written to the same encrypted trail as everything else, and sent
            to the audit server. Your own entries, newest first.
          </p>
        </div>
        <div className="result-bar">
          <span className="bar-gap" />
          <ZoneToggle zone={zone} onToggle={onToggleZone} />
        </div>
        <div className="event-table-box">
          {query.isPending ? (
            <TableLoading />
          ) : query.error !== null && rows.length === 0 ? (
            <TableError error={query.error} onRetry={() => void query.refetch()} />
          ) : rows.length === 0 ? (
            <div className="empty">
              <output className="empty-text">
                <IconUserEdit size={32} stroke={1.5} aria-hidden />
                <h2>Nothing is written down yet</h2>
                <p className="dim">Signing in, searching, opening an event: each appears here.</p>
              </output>
            </div>
          ) : (
            <EventTable
              label="My actions"
              columns={ACTION_COLUMNS}
              rows={rows}
              zone={zone}
              hasMore={query.hasNextPage}
              onMore={() => {
                if (!query.isFetchingNextPage) void query.fetchNextPage();
              }}
              active={active}
              onActive={setActive}
              gridRef={gridRef}
            />
          )}
        </div>
      </div>
    </section>
  );
}
