import { IconWorld } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { TimeZoneChoice } from '../time/format.ts';

export interface ZoneToggleProps {
  readonly zone: TimeZoneChoice;
  readonly onToggle: () => void;
}

export function ZoneToggle({ zone, onToggle }: ZoneToggleProps): JSX.Element {
  return (
    <button
      type="button"
      className="text-button"
      aria-pressed={zone === 'utc'}
      aria-label="Times in UTC"
      onClick={onToggle}
    >
      <IconWorld size={14} aria-hidden /> {zone === 'utc' ? 'UTC' : 'Local time'}
    </button>
  );
}
