import type { Job } from '../../shared/domain/jobs.ts';
import { formatCount } from '../time/format.ts';

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** "0 bytes", "999 bytes", "1.2 kB", "412 MB": decimal units, two figures at least. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatCount(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
  let value = bytes / 1000;
  let unit = 0;
  while (Math.round(value) >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const figures = value < 9.95 ? value.toFixed(1) : formatCount(Math.round(value));
  return `${figures} ${UNITS[unit]}`;
}

/** "1 event", "12,340 events" */
export function eventsWords(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'event' : 'events'}`;
}

/** How far it is, from 0 to 1; null while nobody knows how much there is. */
export function fractionOf({ done, total }: Job['progress']): number | null {
  return total === null || total === 0 ? null : Math.min(1, done / total);
}

/** "34%", rounded down so that 100% means all of it; null while nobody knows how much there is. */
export function percentWords(progress: Job['progress']): string | null {
  const fraction = fractionOf(progress);
  return fraction === null ? null : `${Math.floor(fraction * 100)}%`;
}

/** "412 MB of 1.2 GB", "1,200 of 12,340 events"; what is done alone while the total is unknown. */
export function progressWords({ unit, done, total }: Job['progress']): string {
  if (unit === 'bytes')
    return total === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
  return total === null ? eventsWords(done) : `${formatCount(done)} of ${eventsWords(total)}`;
}
