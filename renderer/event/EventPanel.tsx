import './event.css';
import { ActionIcon, Tabs } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState, type JSX, type KeyboardEvent } from 'react';
import { useCall } from '../api/use-call.ts';
import type { TrailFilter } from '../filter/trail-filter.ts';
import { formatTime, zoneOf, type TimeZoneChoice } from '../time/format.ts';
import { TableError } from '../trail/TableStates.tsx';
import { EventDetails } from './EventDetails.tsx';

const RawView = lazy(() =>
  import('./RawView.tsx').then(({ RawView: component }) => ({ default: component })),
);

/** Passing by with the arrow keys opens nothing: each opened event is written to the operator's action log. */
const SETTLE_MS = 150;

export interface EventPanelProps {
  readonly seq: number;
  readonly takeFocus: boolean;
  readonly zone: TimeZoneChoice;
  readonly mayReadRaw: boolean;
  readonly onMove: (step: 1 | -1) => void;
  readonly onClose: () => void;
  readonly onFilter: (filter: TrailFilter) => void;
}

/** One event beside the list: explained, and exactly as it was sent for those who may read that. */
export function EventPanel(props: EventPanelProps): JSX.Element {
  const { zone, mayReadRaw, onMove, onClose } = props;
  const [seq] = useDebouncedValue(props.seq, SETTLE_MS);
  const panel = useRef<HTMLElement>(null);
  const [tab, setTab] = useState<string | null>('explained');
  const { data: event, error, refetch } = useCall('audit.event', { seq });

  const { takeFocus } = props;
  useEffect(() => {
    if (takeFocus) panel.current?.focus();
  }, [takeFocus]);

  const onKeyDown = (press: KeyboardEvent): void => {
    if (press.defaultPrevented) return;
    if (press.key === 'Escape') {
      press.preventDefault();
      onClose();
      return;
    }
    // Where the arrows have a meaning of their own (tabs, the raw text), they keep it.
    const own =
      press.target instanceof Element && press.target.closest('[role="tablist"], .raw-text') !== null;
    const step = own ? null : stepOf(press.key);
    if (step === null || press.ctrlKey || press.metaKey || press.altKey) return;
    press.preventDefault();
    onMove(step);
  };

  return (
    // The panel takes the focus so that its keys work at once; it is a landmark, not a control.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- keys of the whole region
    <aside ref={panel} className="event-panel" aria-label="Event" tabIndex={-1} onKeyDown={onKeyDown}>
      <header className="event-panel-head">
        <h2>{event === undefined ? 'Event' : formatTime(event.row.recordedAt, zoneOf(zone))}</h2>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label="Previous event"
          onClick={() => onMove(-1)}
        >
          <IconChevronUp size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label="Next event" onClick={() => onMove(1)}>
          <IconChevronDown size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label="Close event" onClick={onClose}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </header>
      {error !== null && event === undefined ? (
        <TableErrorBox error={error} onRetry={() => void refetch()} />
      ) : mayReadRaw ? (
        <Tabs value={tab} onChange={setTab} className="event-tabs" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="explained">Explained</Tabs.Tab>
            <Tabs.Tab value="raw">Raw</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="explained">
            <EventDetails event={event} zone={zone} onFilter={props.onFilter} />
          </Tabs.Panel>
          <Tabs.Panel value="raw">
            <Suspense fallback={null}>
              <RawView key={seq} seq={seq} />
            </Suspense>
          </Tabs.Panel>
        </Tabs>
      ) : (
        <EventDetails event={event} zone={zone} onFilter={props.onFilter} />
      )}
    </aside>
  );
}

function stepOf(key: string): 1 | -1 | null {
  if (key === 'ArrowDown' || key === 'j') return 1;
  if (key === 'ArrowUp' || key === 'k') return -1;
  return null;
}

function TableErrorBox(props: Parameters<typeof TableError>[0]): JSX.Element {
  return (
    <div className="event-panel-error">
      <TableError {...props} />
    </div>
  );
}
