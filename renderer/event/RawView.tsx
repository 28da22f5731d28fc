import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type JSX } from 'react';
import { useCall } from '../api/use-call.ts';
import { Notice } from '../parts/Notice.tsx';
import { Foreign } from '../text/Foreign.tsx';
import { formatCount } from '../time/format.ts';
import { TableError } from '../trail/TableStates.tsx';
import { indentJson, piecesOf } from './indent-json.ts';

/** The event's bytes as text. Laid out over lines, or exactly as sent; never interpreted. */
export function RawView({ seq }: { readonly seq: number }): JSX.Element {
  const { data, error, refetch } = useCall('audit.raw', { seq });
  const [exact, setExact] = useState(false);
  const laidOut = useMemo(() => (data === undefined ? null : indentJson(data.text)), [data]);
  if (error !== null) {
    return (
      <div className="event-panel-error">
        <TableError error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (data === undefined) {
    return <output className="raw-bar">Opening the sealed block</output>;
  }
  const asSent = exact || laidOut === null;
  return (
    <div className="raw">
      <div className="raw-bar">
        <span>
          {formatCount(data.bytes)} bytes,{' '}
          {asSent ? 'exactly as sent' : 'laid out over lines, nothing else changed'}
        </span>
        {laidOut !== null && (
          <Button size="compact-xs" variant="default" aria-pressed={exact} onClick={() => setExact(!exact)}>
            Exactly as sent
          </Button>
        )}
      </div>
      {!data.lossless && (
        <Notice tone="warn">
          <p>Some bytes are not valid UTF-8. They are stored unchanged and shown here as U+FFFD.</p>
        </Notice>
      )}
      <Pieces key={String(asSent)} text={asSent ? data.text : laidOut} />
    </div>
  );
}

function Pieces({ text }: { readonly text: string }): JSX.Element {
  const box = useRef<HTMLElement>(null);
  const pieces = useMemo(() => piecesOf(text), [text]);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used
  const virtualizer = useVirtualizer({
    count: pieces.length,
    getScrollElement: () => box.current,
    estimateSize: () => 19,
    overscan: 20,
  });
  return (
    // Scrolls by keys, so it must be reachable by them.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable region (WCAG 2.1.1)
    <section ref={box} className="raw-text" tabIndex={0} aria-label="Raw event">
      <div className="raw-lines" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <Foreign text={pieces[item.index] ?? ''} />
          </div>
        ))}
      </div>
    </section>
  );
}
