import { Button } from '@mantine/core';
import type { JSX, ReactNode } from 'react';
import type { AuditEventView } from '../../shared/domain/audit.ts';
import { NO_FILTER, type TrailFilter } from '../filter/trail-filter.ts';
import { Copyable } from '../parts/Copyable.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Foreign } from '../text/Foreign.tsx';
import { visibleText } from '../text/visible.ts';
import { formatBoth, type TimeZoneChoice } from '../time/format.ts';
import { OutcomeWord } from '../trail/columns.tsx';
import { BREAK_THE_GLASS } from '../trail/terms.ts';

export interface EventDetailsProps {
  readonly event: AuditEventView | undefined;
  readonly zone: TimeZoneChoice;
  readonly onFilter: (filter: TrailFilter) => void;
}

export function EventDetails({ event, onFilter }: EventDetailsProps): JSX.Element {
  if (event === undefined) {
    return (
      <output className="event-panel-body" aria-label="Loading event">
        {['100%', '80%', '60%', '90%', '70%'].map((width) => (
          <span key={width} className="skeleton" style={{ width, height: '0.8rem' }} />
        ))}
      </output>
    );
  }
  const { row, explained } = event;
  return (
    // Scrolls by keys, so it must be reachable by them.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable region (WCAG 2.1.1)
    <section className="event-panel-body" tabIndex={0} aria-label="Event explained">
      <p className="event-sentence">
        <Foreign text={explained.sentence} />
      </p>
      <div className="event-marks">
        <OutcomeWord outcome={row.outcome} />
        {row.purposes.includes(BREAK_THE_GLASS) && (
          <span className="badge" data-tone="danger">
            Break the glass
          </span>
        )}
        {row.origin === 'console' && <span className="badge">Written by this console</span>}
      </div>
      <MoreButtons row={row} onFilter={onFilter} />
      {explained.groups.map((group) => (
        <section key={group.title} className="event-group">
          <h3>
            <Foreign text={group.title} />
          </h3>
          <dl className="facts">
            {group.items.map((item) => (
              <Fact key={item.path} label={<Foreign text={item.label} />} title={visibleText(item.path)}>
                <Foreign text={item.value} />
              </Fact>
            ))}
          </dl>
        </section>
      ))}
      {explained.unmapped.length > 0 && (
        <Notice tone="warn" title="Parts of this event could not be mapped">
          <p>They are stored exactly as sent and can be read in the raw form:</p>
          <p>
            {explained.unmapped.map((path) => (
              <code key={path}>
                <Foreign text={path} />{' '}
              </code>
            ))}
          </p>
        </Notice>
      )}
      <section className="event-group">
        <h3>Stored evidence</h3>
        <dl className="facts">
          <Fact label="Leaf hash" title="SHA-256 of the raw bytes as a leaf of an RFC 6962 tree">
            <Copyable text={event.leafHash} what="leaf hash" />
          </Fact>
          <Fact label="Number">{row.seq}</Fact>
          <Fact label="Recorded">
            {formatBoth(row.recordedAt)}
            {row.recordedMissing && ' (time of receipt: the event has none of its own)'}
          </Fact>
          <Fact label="Received">{formatBoth(event.receivedAt)}</Fact>
          <Fact label="Resource">
            <Foreign text={resourceWords(event)} />
          </Fact>
          <Fact label="Storage">
            {event.sealed ? 'In a sealed block' : 'Encrypted, waiting for its block'}
          </Fact>
        </dl>
      </section>
    </section>
  );
}

interface FactProps {
  readonly label: ReactNode;
  readonly title?: string;
  readonly children: ReactNode;
}

function Fact({ label, title, children }: FactProps): JSX.Element {
  return (
    <>
      <dt title={title}>{label}</dt>
      <dd title={title}>{children}</dd>
    </>
  );
}

function MoreButtons({
  row,
  onFilter,
}: {
  readonly row: AuditEventView['row'];
  readonly onFilter: (filter: TrailFilter) => void;
}): JSX.Element | null {
  const { agent, patient } = row;
  if (agent === null && patient === null) return null;
  return (
    <div className="event-more">
      {agent !== null && (
        <Button size="xs" variant="default" onClick={() => onFilter({ ...NO_FILTER, agents: [agent] })}>
          More by this person
        </Button>
      )}
      {patient !== null && (
        <Button size="xs" variant="default" onClick={() => onFilter({ ...NO_FILTER, patients: [patient] })}>
          More on this patient
        </Button>
      )}
    </div>
  );
}

function resourceWords(event: AuditEventView): string {
  if (event.resourceId === null) return 'Without an id';
  return event.versionId === null
    ? `${event.resourceId}, version not stated`
    : `${event.resourceId}, version ${event.versionId}`;
}
