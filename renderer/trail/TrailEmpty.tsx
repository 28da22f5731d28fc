import { IconDatabaseImport, IconFilterSearch } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { SourceStatus } from '../../shared/domain/desk.ts';
import { Chips } from '../filter/Chips.tsx';
import { isNarrowed, type TrailFilter } from '../filter/trail-filter.ts';
import { loadingWords } from '../frame/connection.ts';
import type { TimeZoneChoice } from '../time/format.ts';

export interface TrailEmptyProps {
  readonly filter: TrailFilter;
  readonly onFilter: (filter: TrailFilter) => void;
  readonly zone: TimeZoneChoice;
  readonly source: SourceStatus | null;
  readonly connection: 'online' | 'offline';
}

/** Why there is nothing to see, and what would change it. */
export function TrailEmpty({ filter, onFilter, zone, source, connection }: TrailEmptyProps): JSX.Element {
  const loading = source?.state === 'loading';
  if (!isNarrowed(filter)) {
    return (
      <div className="empty">
        <output className="empty-text">
          <IconDatabaseImport size={32} stroke={1.5} aria-hidden />
          <h2>No events are stored yet</h2>
          <p className="dim">
            {connection === 'offline'
              ? 'The audit server has not been reached on this computer yet. Connect to the network to fetch the trail.'
              : 'The trail is being fetched from the audit server. Events appear here as they arrive.'}
          </p>
          {loading && <p>{loadingWords(source)}</p>}
        </output>
      </div>
    );
  }
  return (
    <div className="empty">
      <output className="empty-text">
        <IconFilterSearch size={32} stroke={1.5} aria-hidden />
        <h2>No event matches all filters</h2>
        <p className="dim">
          {loading
            ? `History is still being loaded, so there may be matches later. ${loadingWords(source)}.`
            : 'Take one off to see more:'}
        </p>
      </output>
      <Chips filter={filter} onFilter={onFilter} zone={zone} />
    </div>
  );
}
