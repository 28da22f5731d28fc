// oxlint-disable jsx-a11y/prefer-tag-over-role -- a virtual table: rows are placed freely, which <table> cannot do
import './event-table.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  memo,
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  type JSX,
  type KeyboardEvent,
} from 'react';
import type { AuditRow } from '../../shared/domain/audit.ts';
import { tableStep } from '../keyboard/table-keys.ts';
import type { TimeZoneChoice } from '../time/format.ts';
import type { Column } from './columns.tsx';
import { ROW_HEIGHT_PX } from './row-height.ts';

export interface EventTableProps {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rows: readonly AuditRow[];
  readonly zone: TimeZoneChoice;
  readonly hasMore: boolean;
  readonly onMore: () => void;
  /** The sequence number of the active row. */
  readonly active: number | null;
  readonly onActive: (seq: number) => void;
  /** Opens the row; `byKey` tells that the focus should follow. */
  readonly onOpen?: (seq: number, byKey: boolean) => void;
  /** Where the focus returns to when an opened event closes. */
  readonly gridRef: React.RefObject<HTMLDivElement | null>;
  readonly onAtTop?: (atTop: boolean) => void;
}

/** A dense, virtual table of events: a WAI-ARIA grid with one tab stop, whose active row moves by keys. */
export function EventTable(props: EventTableProps): JSX.Element {
  const { columns, rows, zone, hasMore, active, gridRef } = props;
  const id = useId();
  const atTop = useRef(true);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used; rows are memoised
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => gridRef.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 12,
    scrollPaddingStart: ROW_HEIGHT_PX,
    getItemKey: (index) => rows[index]?.seq ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const needsMore = hasMore && lastShown >= rows.length - 40;
  const askMore = useEffectEvent(props.onMore);
  useEffect(() => {
    if (needsMore) askMore();
  }, [needsMore, rows.length]);

  const activeIndex = active === null ? -1 : rows.findIndex((row) => row.seq === active);
  const showActive = useEffectEvent(() => {
    if (activeIndex >= 0) virtualizer.scrollToIndex(activeIndex, { align: 'auto' });
  });
  useEffect(() => showActive(), [active]);

  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  /** The same function always: else every row would be drawn again with the table. */
  const choose = useCallback((seq: number): void => {
    latest.current.onActive(seq);
    latest.current.onOpen?.(seq, false);
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.floor((gridRef.current?.clientHeight ?? 0) / ROW_HEIGHT_PX) - 1;
    const step = tableStep(event, { active: activeIndex < 0 ? null : activeIndex, count: rows.length, page });
    if (step.kind === 'ignore') return;
    event.preventDefault();
    if (step.kind === 'move') {
      const row = rows[step.to];
      if (row !== undefined) props.onActive(row.seq);
    } else if (active !== null) props.onOpen?.(active, true);
  };

  return (
    // The grid is the one tab stop; rows and cells are told by aria-activedescendant.
    <div
      ref={gridRef}
      className="event-table"
      data-columns={columns.length}
      role="grid"
      aria-label={props.label}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      aria-colcount={columns.length}
      aria-readonly
      aria-activedescendant={activeIndex >= 0 ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        const now = event.currentTarget.scrollTop < ROW_HEIGHT_PX / 2;
        if (now === atTop.current) return;
        atTop.current = now;
        props.onAtTop?.(now);
      }}
    >
      <div role="rowgroup" className="event-head">
        <div role="row" aria-rowindex={1} className="event-row">
          {columns.map((column, index) => (
            <div
              key={column.name}
              role="columnheader"
              aria-colindex={index + 1}
              className="event-cell"
              data-column={column.name}
            >
              {column.label}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="event-body" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <EventRow
              key={row.seq}
              id={`${id}-${row.seq}`}
              row={row}
              index={item.index}
              top={item.start}
              columns={columns}
              zone={zone}
              active={row.seq === active}
              openable={props.onOpen !== undefined}
              onChoose={choose}
            />
          );
        })}
      </div>
    </div>
  );
}

interface EventRowProps {
  readonly id: string;
  readonly row: AuditRow;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly Column[];
  readonly zone: TimeZoneChoice;
  readonly active: boolean;
  readonly openable: boolean;
  readonly onChoose: (seq: number) => void;
}

/** One line. Drawn again only when its own event, place or state changes. */
const EventRow = memo(function EventRow(props: EventRowProps): JSX.Element {
  const { row, columns } = props;
  return (
    // Keys are handled by the grid, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- grid pattern with aria-activedescendant
    <div
      id={props.id}
      role="row"
      className="event-row"
      aria-rowindex={props.index + 2}
      aria-selected={props.active}
      data-openable={props.openable || undefined}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => props.onChoose(row.seq)}
    >
      {columns.map((column, index) => (
        <div
          key={column.name}
          role="gridcell"
          aria-colindex={index + 1}
          className="event-cell"
          data-column={column.name}
        >
          {column.cell(row, props.zone)}
        </div>
      ))}
    </div>
  );
});
