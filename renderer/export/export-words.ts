import { eventsWords } from '../jobs/amounts.ts';

/** How many events an export would write, as far as it is known before. */
export interface ExportCount {
  readonly count: number;
  readonly bound: 'exact' | 'least' | 'most';
}

const BOUNDS: Readonly<Record<ExportCount['bound'], string>> = {
  exact: '',
  least: 'More than ',
  most: 'Up to ',
};

/** "12,340 events", "More than 10,000 events", "Up to 2,085 events" */
export function exportCountWords({ count, bound }: ExportCount): string {
  return `${BOUNDS[bound]}${eventsWords(count)}`;
}
