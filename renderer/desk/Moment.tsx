import type { JSX } from 'react';
import { formatBoth, formatTime, zoneOf, type TimeZoneChoice } from '../time/format.ts';

/** A time in the chosen zone; both zones on hover. */
export function Moment({ iso, zone }: { readonly iso: string; readonly zone: TimeZoneChoice }): JSX.Element {
  return (
    <time dateTime={iso} title={formatBoth(iso)}>
      {formatTime(iso, zoneOf(zone))}
    </time>
  );
}
