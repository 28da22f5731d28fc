import { IconDatabaseImport, IconFilterSearch } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { SourceStatus } from '../../shared/domain/desk.ts';
import { useCall } from '../api/use-call.ts';
import { chipsOf, without, type Chip } from '../filter/chips.ts';
import { isNarrowed, toAuditFilter, type TrailFilter } from '../filter/trail-filter.ts';
import { loadingWords } from '../frame/connection.ts';
import { Foreign } from '../text/Foreign.tsx';
import { formatCount, type TimeZoneChoice } from '../time/format.ts';

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
            : 'Take one off to see more.'}
        </p>
      </output>
      <ul className="loosen" aria-label="Filters to take off">
        {chipsOf(filter, zone).map((chip) => (
          <Loosen key={chip.key} chip={chip} filter={filter} onFilter={onFilter} />
        ))}
      </ul>
    </div>
  );
}

interface LoosenProps {
  readonly chip: Chip;
  readonly filter: TrailFilter;
  readonly onFilter: (filter: TrailFilter) => void;
}

/** One condition, and how many events there would be without it. */
function Loosen({ chip, filter, onFilter }: LoosenProps): JSX.Element {
  const loosened = without(filter, chip.target);
  const { data } = useCall('audit.count', { filter: toAuditFilter(loosened) });
  return (
    <li>
      <button type="button" className="filter-button" onClick={() => onFilter(loosened)}>
        <span>
          Without {chip.label}: <Foreign text={chip.value} />
        </span>
        {data !== undefined && (
          <span className="dim numbers">
            {formatCount(data.count)}
            {!data.exact && '+'} {data.count === 1 && data.exact ? 'event' : 'events'}
          </span>
        )}
      </button>
    </li>
  );
}
