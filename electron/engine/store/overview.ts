import type { AuditFilter, Coverage, Term } from '../../../shared/domain/audit.ts';
import type { ReadableDb, SqlValue } from './connection.ts';
import { DAY_MS, dayName, dayOf } from './days.ts';
import { counter } from './meta.ts';
import { TIE_BITS } from './positions.ts';
import type { Question } from './question.ts';
import { allWords, kindToken, quoted, TERM_KIND, type TermField, type Tokenizer } from './tokens.ts';

export interface EventCount {
  readonly count: number;
  /** False where counting stopped at the limit. */
  readonly exact: boolean;
}

/** Candidates ranked for one suggestion: more than this share a prefix of one or two letters only. */
const SUGGESTION_POOL = 20_000;

/**
 * How many events a filter matches. Time, action and outcome are counted from roll-ups, exactly and at any size; words
 * and terms are counted one by one up to `limit`.
 */
export function count(db: ReadableDb, filter: AuditFilter, question: Question, limit: number): EventCount {
  if (question.impossible) return { count: 0, exact: true };
  if (isOverview(filter)) return { count: countByRollup(db, filter, question), exact: true };
  const found = db.get<{ events: number }>(
    `SELECT count(*) AS events FROM (
       SELECT 1 FROM event_fts
       WHERE event_fts MATCH ? AND rowid >= (? << ${TIE_BITS}) AND rowid < (? << ${TIE_BITS}) LIMIT ?)`,
    question.match,
    question.fromMs,
    question.toMs,
    limit + 1,
  );
  const events = found?.events ?? 0;
  return { count: Math.min(events, limit), exact: events <= limit };
}

/** True for a filter that roll-ups can answer. */
function isOverview(filter: AuditFilter): boolean {
  const answered = new Set(['from', 'to', 'actions', 'outcomes']);
  return Object.entries(filter).every(([name, value]) => value === undefined || answered.has(name));
}

/** Whole days from the roll-up, the days cut by `from` and `to` event by event. */
function countByRollup(db: ReadableDb, filter: AuditFilter, question: Question): number {
  const shapes = shapeCondition(filter);
  const firstWholeDay = Math.ceil(question.fromMs / DAY_MS);
  const endOfWholeDays = dayOf(question.toMs);
  const between = (fromMs: number, toMs: number): number =>
    fromMs >= toMs
      ? 0
      : (db.get<{ events: number }>(
          `SELECT count(*) AS events FROM event JOIN shape s ON s.id = event.shape
           WHERE pos >= (? << ${TIE_BITS}) AND pos < (? << ${TIE_BITS}) ${shapes.sql}`,
          fromMs,
          toMs,
          ...shapes.params,
        )?.events ?? 0);
  if (firstWholeDay >= endOfWholeDays) return between(question.fromMs, question.toMs);
  const whole = db.get<{ events: number | null }>(
    `SELECT sum(events) AS events FROM rollup JOIN shape s ON s.id = rollup.shape
     WHERE day >= ? AND day < ? ${shapes.sql}`,
    firstWholeDay,
    endOfWholeDays,
    ...shapes.params,
  );
  return (
    between(question.fromMs, firstWholeDay * DAY_MS) +
    (whole?.events ?? 0) +
    between(endOfWholeDays * DAY_MS, question.toMs)
  );
}

function shapeCondition(filter: AuditFilter): { readonly sql: string; readonly params: readonly SqlValue[] } {
  let sql = '';
  const params: SqlValue[] = [];
  for (const [column, values] of [
    ['action', filter.actions],
    ['outcome', filter.outcomes],
  ] as const) {
    if (values === undefined) continue;
    sql += ` AND s.${column} IN (${values.map(() => '?').join(', ')})`;
    params.push(...values);
  }
  return { sql, params };
}

/** Terms of which some word begins with the last word typed and that hold the others; most used first. */
export function suggest(
  db: ReadableDb,
  tokenizer: Tokenizer,
  field: TermField,
  text: string,
  limit: number,
): readonly Term[] {
  const kind = TERM_KIND[field];
  const words = allWords(tokenizer.words(text));
  if (words === null) {
    if (text.trim() !== '') return [];
    return db.all<Term>(
      'SELECT id, label FROM term WHERE kind = ? AND uses > 0 ORDER BY uses DESC, id LIMIT ?',
      kind,
      limit,
    );
  }
  return db.all<Term>(
    `SELECT id, label FROM (SELECT rowid AS found FROM term_fts WHERE term_fts MATCH ? LIMIT ?)
     CROSS JOIN term ON term.id = found WHERE uses > 0 ORDER BY uses DESC, id LIMIT ?`,
    `${quoted(kindToken(kind))} AND ${words}`,
    SUGGESTION_POOL,
    limit,
  );
}

export function coverage(db: ReadableDb): Coverage {
  const edge = (which: 'min' | 'max'): string | null => {
    const row = db.get<{ ms: number }>(
      `SELECT (pos >> ${TIE_BITS}) - spill_ms AS ms FROM event WHERE pos = (SELECT ${which}(pos) FROM event)`,
    );
    return row === undefined ? null : new Date(row.ms).toISOString();
  };
  return {
    events: counter(db, 'events'),
    oldestRecordedAt: edge('min'),
    newestRecordedAt: edge('max'),
    eventsWithUnmapped: counter(db, 'eventsWithUnmapped'),
  };
}

export interface DayCount {
  readonly day: string;
  readonly events: number;
}

export function daysWithEvents(db: ReadableDb): readonly DayCount[] {
  return db
    .all<{ day: number; events: number }>(
      'SELECT day, sum(events) AS events FROM rollup GROUP BY day ORDER BY day',
    )
    .map(({ day, events }) => ({ day: dayName(day), events }));
}
