import { IconX } from '@tabler/icons-react';
import type { JSX } from 'react';
import { Foreign } from '../text/Foreign.tsx';
import { visibleText } from '../text/visible.ts';
import type { TimeZoneChoice } from '../time/format.ts';
import { chipsOf, without } from './chips.ts';
import { NO_FILTER, type TrailFilter } from './trail-filter.ts';

export interface ChipsProps {
  readonly filter: TrailFilter;
  readonly onFilter: (filter: TrailFilter) => void;
  readonly zone: TimeZoneChoice;
}

/** Every condition that is on, each to be taken off. */
export function Chips({ filter, onFilter, zone }: ChipsProps): JSX.Element | null {
  const chips = chipsOf(filter, zone);
  if (chips.length === 0) return null;
  return (
    <ul className="chips" aria-label="Active filters">
      {chips.map(({ key, target, label, value }) => (
        <li key={key} className="chip">
          <span className="chip-text">
            <span className="dim">{label}: </span>
            <Foreign text={value} />
          </span>
          <button
            type="button"
            aria-label={`Remove filter ${label}: ${visibleText(value)}`}
            onClick={() => onFilter(without(filter, target))}
          >
            <IconX size={14} aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <button type="button" className="text-button" onClick={() => onFilter(NO_FILTER)}>
          Clear all
        </button>
      </li>
    </ul>
  );
}
