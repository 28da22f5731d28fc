import type { ServerAbility } from './capability.ts';
import type { SourceCursor } from './cursor.ts';
import type { FhirClient } from './fhir-client.ts';
import { pagesOf, type FetchedPage } from './pages.ts';

export type History = NonNullable<SourceCursor['history']>;

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const WIDEST_MS = 365 * DAY_MS;
/** As many events as a window should hold: a crash repeats one, and each costs a request however little it holds. */
const WINDOW_EVENTS = 10_000;
/** However quiet the past looks, its next month may hold much. */
const LONGEST_AFTER_EVENTS_MS = 32 * DAY_MS;

export interface HistoryPage {
  readonly page: FetchedPage;
  /** On the last page of a window: what is still to be fetched when it and all pages before it are stored. */
  readonly done: { readonly history: History | null } | null;
}

/** Window after window of the past, from the newest to the oldest, until nothing older is there. Only reads. */
export async function* historyPages(
  client: FhirClient,
  { axis, sorts }: Pick<ServerAbility, 'axis' | 'sorts'>,
  start: History,
  pageSize: number,
  stop: AbortSignal,
): AsyncGenerator<HistoryPage, void, undefined> {
  const order = sorts ? `&_sort=-${axis}` : '';
  let history: History | null = start;
  while (history !== null) {
    const fromMs: number = history.toMs - history.widthMs;
    const range = `${axis}=ge${instant(fromMs)}&${axis}=lt${instant(history.toMs)}`;
    let events = 0;
    let following: History | null = null;
    for await (const page of pagesOf(client, `AuditEvent?${range}${order}&_count=${pageSize}`, stop)) {
      events += page.events.length;
      if (page.next !== null) {
        yield { page, done: null };
        continue;
      }
      const older = events > 0 || (await hasOlder(client, axis, fromMs, stop));
      following = older ? { toMs: fromMs, widthMs: nextWidth(history.widthMs, events) } : null;
      yield { page, done: { history: following } };
    }
    history = following;
  }
}

async function hasOlder(
  client: FhirClient,
  axis: string,
  beforeMs: number,
  stop: AbortSignal,
): Promise<boolean> {
  for await (const page of pagesOf(client, `AuditEvent?${axis}=lt${instant(beforeMs)}&_count=1`, stop)) {
    if (page.events.length > 0) return true;
  }
  return false;
}

/** Windows grow where little is, at most twofold, and shrink where much is. */
export function nextWidth(widthMs: number, events: number): number {
  if (events === 0) return Math.min(widthMs * 2, WIDEST_MS);
  const wanted = widthMs * Math.min(2, WINDOW_EVENTS / events);
  return Math.max(Math.min(Math.round(wanted), LONGEST_AFTER_EVENTS_MS), HOUR_MS);
}

/** A moment for a search; the year 1 is as far back as FHIR's dates go. */
export function instant(ms: number): string {
  return encodeURIComponent(new Date(Math.max(ms, FIRST_MS)).toISOString());
}

const FIRST_MS = Date.UTC(2000, 0, 1) - 1_999 * 365.2425 * DAY_MS;
