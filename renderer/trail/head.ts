import type { AuditCursor, AuditPage, AuditRow } from '../../shared/domain/audit.ts';

/**
 * The cursor above every event. A search that continues from here asks a question again that was already asked, and
 * logged, in this view: following live events is no new question.
 */
export const TOP: AuditCursor = { recordedMs: 8_640_000_000_000_000, seq: Number.MAX_SAFE_INTEGER };

/** More rows than this in the first page, and following begins anew with the newest ones. */
const FIRST_PAGE_MAX = 2000;

export interface Fresh {
  readonly rows: readonly AuditRow[];
  /** True if there may be more new rows than the head holds. */
  readonly more: boolean;
}

/** Which rows of a newly fetched head the list does not have yet. */
export function freshRows(pages: readonly AuditPage[], head: AuditPage): Fresh {
  const known = new Set(pages.flatMap((page) => page.rows.map((row) => row.seq)));
  const rows = head.rows.filter((row) => !known.has(row.seq));
  const last = head.rows.at(-1);
  // While history loads, events arrive below the newest one: the list joins on only where the head's end is known to it.
  return { rows, more: head.next !== null && last !== undefined && !known.has(last.seq) };
}

/**
 * The list with a newly fetched head. Where head and list touch, new rows take their place in the first page; where
 * they do not, rows between them are missing, so the list begins anew with the head.
 */
export function withHead(pages: readonly AuditPage[], head: AuditPage): readonly AuditPage[] {
  const [first, ...rest] = pages;
  if (first === undefined) return [head];
  const fresh = freshRows(pages, head);
  if (fresh.rows.length === 0) return pages;
  if (fresh.more || first.rows.length + fresh.rows.length > FIRST_PAGE_MAX) return [head];
  const rows = [...fresh.rows, ...first.rows].sort(newestFirst);
  return [{ ...first, rows }, ...rest];
}

/**
 * The list with its end open again. A list that ended once ends no more when history is loaded below it: only where the
 * newest events are all there are is the end known without asking.
 */
export function reopened(pages: readonly AuditPage[], head: AuditPage): readonly AuditPage[] {
  const filled = pages.filter((page) => page.rows.length > 0);
  const last = filled.at(-1);
  const end = last?.rows.at(-1);
  if (pages.at(-1)?.next !== null || last === undefined || end === undefined || head.next === null)
    return pages;
  return [
    ...filled.slice(0, -1),
    { ...last, next: { recordedMs: Date.parse(end.recordedAt), seq: end.seq } },
  ];
}

function newestFirst(a: AuditRow, b: AuditRow): number {
  return Date.parse(b.recordedAt) - Date.parse(a.recordedAt) || b.seq - a.seq;
}
