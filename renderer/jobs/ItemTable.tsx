// oxlint-disable jsx-a11y/prefer-tag-over-role -- a virtual table: rows are placed freely, which <table> cannot do
import '../trail/event-table.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useEffectEvent, useId, useRef, type JSX, type KeyboardEvent } from 'react';
import type { JobItem } from '../../shared/domain/jobs.ts';
import { tableStep } from '../keyboard/table-keys.ts';
import { copyText } from '../parts/copy-text.ts';
import { ROW_HEIGHT_PX } from '../trail/row-height.ts';
import { ITEM_COLUMNS } from './item-columns.tsx';
import { copyOf } from './item-words.ts';

export interface ItemTableProps {
  readonly items: readonly JobItem[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
  /** The number of the chosen item. */
  readonly active: number | null;
  readonly onActive: (number: number) => void;
}

/** The lines of a job's result: a WAI-ARIA grid with one tab stop, as the trail's. Ctrl+C copies the chosen line. */
export function ItemTable({ items, hasMore, onMore, active, onActive }: ItemTableProps): JSX.Element {
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used; rows are memoised
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 12,
    scrollPaddingStart: ROW_HEIGHT_PX,
    getItemKey: (index) => items[index]?.number ?? index,
  });
  const shown = virtualizer.getVirtualItems();
  const needsMore = hasMore && (shown.at(-1)?.index ?? 0) >= items.length - 40;
  const askMore = useEffectEvent(onMore);
  useEffect(() => {
    if (needsMore) askMore();
  }, [needsMore, items.length]);

  const activeIndex = active === null ? -1 : items.findIndex(({ number }) => number === active);
  const showActive = useEffectEvent(() => {
    if (activeIndex >= 0) virtualizer.scrollToIndex(activeIndex, { align: 'auto' });
  });
  useEffect(() => showActive(), [active]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = items[activeIndex];
    const copies = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c';
    if (copies && chosen !== undefined && document.getSelection()?.isCollapsed !== false) {
      event.preventDefault();
      void copyText(copyOf(chosen));
      return;
    }
    const page = Math.floor((grid.current?.clientHeight ?? 0) / ROW_HEIGHT_PX) - 1;
    const step = tableStep(event, {
      active: activeIndex < 0 ? null : activeIndex,
      count: items.length,
      page,
    });
    if (step.kind !== 'move') return;
    event.preventDefault();
    const item = items[step.to];
    if (item !== undefined) onActive(item.number);
  };
  return (
    // The grid is the one tab stop; rows and cells are told by aria-activedescendant.
    <div
      ref={grid}
      className="event-table item-table"
      role="grid"
      aria-label="Lines of the result"
      aria-rowcount={hasMore ? -1 : items.length + 1}
      aria-colcount={ITEM_COLUMNS.length}
      aria-readonly
      aria-activedescendant={activeIndex >= 0 ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className="event-head">
        <div role="row" aria-rowindex={1} className="event-row">
          {ITEM_COLUMNS.map(({ label }, index) => (
            <div key={label} role="columnheader" aria-colindex={index + 1} className="event-cell">
              {label}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="event-body" style={{ height: virtualizer.getTotalSize() }}>
        {shown.map((line) => {
          const item = items[line.index];
          return item === undefined ? null : (
            <ItemRow
              key={item.number}
              id={`${id}-${item.number}`}
              item={item}
              index={line.index}
              top={line.start}
              active={item.number === active}
              onActive={onActive}
            />
          );
        })}
      </div>
    </div>
  );
}

interface ItemRowProps extends Pick<ItemTableProps, 'onActive'> {
  readonly id: string;
  readonly item: JobItem;
  readonly index: number;
  readonly top: number;
  readonly active: boolean;
}

const ItemRow = memo(function ItemRow({ id, item, index, top, active, onActive }: ItemRowProps): JSX.Element {
  return (
    // Keys are handled by the grid, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- grid pattern with aria-activedescendant
    <div
      id={id}
      role="row"
      className="event-row"
      aria-rowindex={index + 2}
      aria-selected={active}
      data-openable
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onActive(item.number)}
    >
      {ITEM_COLUMNS.map((column, at) => (
        <div key={column.label} role="gridcell" aria-colindex={at + 1} className="event-cell">
          {column.cell(item)}
        </div>
      ))}
    </div>
  );
});
