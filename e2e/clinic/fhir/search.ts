import { assertNever } from '../../../shared/assert-never.ts';
import { matchesDate } from './dates.ts';
import type { Clause, SearchQuery } from './query.ts';
import type { EventStore, StoredEvent } from './store.ts';

/** Where a page ends: the next begins behind it. */
export interface PageKey {
  readonly timeUs: number;
  readonly seq: number;
}

export interface Page {
  readonly events: readonly StoredEvent[];
  /** Matches in the whole snapshot. */
  readonly total: number;
  /** Undefined on the last page. */
  readonly next: PageKey | undefined;
}

export interface SearchScope {
  /** Only the first so many arrivals exist for this search. */
  readonly snapshot: number;
  /** Undefined sees every clinic. */
  readonly clinicId: string | undefined;
  /** Where given, nothing but these ids exists for this search. */
  readonly onlyIds?: ReadonlySet<string>;
}

function clauseMask(store: EventStore, clause: Clause, size: number): Uint8Array {
  const mask = new Uint8Array(size);
  switch (clause.kind) {
    case 'id':
      for (const id of clause.ids) for (const seq of store.versionsOf(id)) mask[seq] = 1;
      return mask;
    case 'date':
      for (let seq = 0; seq < size; seq += 1) {
        const event = store.at(seq);
        const low = clause.field === 'recorded' ? event.recordedLowUs : event.lastUpdatedUs;
        const high = clause.field === 'recorded' ? event.recordedHighUs : event.lastUpdatedUs + 1;
        if (clause.dates.some((date) => matchesDate(date, low, high))) mask[seq] = 1;
      }
      return mask;
    case 'term': {
      const index = store.terms(clause.param);
      const negative =
        clause.modifier === 'not' || (clause.modifier === 'missing' && clause.values[0] === 'true');
      if (clause.modifier === 'missing') index.markPresent(mask);
      else index.mark(mask, clause.values, clause.modifier === 'not' ? undefined : clause.modifier);
      if (negative) for (let seq = 0; seq < size; seq += 1) mask[seq] = mask[seq] === 1 ? 0 : 1;
      return mask;
    }
    default:
      return assertNever(clause);
  }
}

/** One byte for each event of the snapshot: 1 where it is current, in scope and matches. */
function matches(store: EventStore, query: SearchQuery, scope: SearchScope): Uint8Array {
  const size = store.size;
  const mask = new Uint8Array(size);
  for (let seq = 0; seq < Math.min(size, scope.snapshot); seq += 1) {
    const event = store.at(seq);
    if (event.supersededBySeq < scope.snapshot || scope.onlyIds?.has(event.id) === false) continue;
    if (scope.clinicId === undefined || event.clinicId === scope.clinicId) mask[seq] = 1;
  }
  for (const clause of query.clauses) {
    const also = clauseMask(store, clause, size);
    for (let seq = 0; seq < size; seq += 1) mask[seq] = (mask[seq] ?? 0) & (also[seq] ?? 0);
  }
  return mask;
}

/** One page of a search, from behind `after`. The same snapshot gives the same pages whatever arrives meanwhile. */
export function searchPage(
  store: EventStore,
  query: SearchQuery,
  scope: SearchScope,
  after: PageKey | undefined,
): Page {
  const mask = matches(store, query, scope);
  let total = 0;
  for (const bit of mask) total += bit;
  if (query.onlyCount) return { events: [], total, next: undefined };

  const list = store.walk(query.order);
  const step = query.descending ? -1 : 1;
  let at = query.descending ? list.length - 1 : 0;
  if (after !== undefined) {
    const behind = store.positionAfter(query.order, after.timeUs, after.seq);
    // Going down, the event of the key itself stands right before `behind`.
    at = query.descending ? behind - 2 : behind;
  }
  const found: number[] = [];
  for (; at >= 0 && at < list.length && found.length <= query.count; at += step) {
    const seq = list[at] ?? 0;
    if (mask[seq] === 1) found.push(seq);
  }
  const shown = found.slice(0, query.count);
  const last = shown.at(-1);
  return {
    events: shown.map((seq) => store.at(seq)),
    total,
    next:
      found.length > query.count && last !== undefined
        ? { timeUs: store.timeOf(query.order, last), seq: last }
        : undefined,
  };
}
