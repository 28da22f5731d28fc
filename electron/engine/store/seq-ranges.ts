import type { WritableDb } from './connection.ts';

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The last range that begins at or before a seq, and the next one after it. */
export const RANGE_BEFORE =
  'SELECT first_seq AS first, last_seq AS last FROM job_event WHERE job = ? AND first_seq <= ? ORDER BY first_seq DESC LIMIT 1';
export const RANGE_AFTER =
  'SELECT first_seq AS first, last_seq AS last FROM job_event WHERE job = ? AND first_seq > ? ORDER BY first_seq LIMIT 1';

/**
 * Adds events to those of a job. They are kept as ranges that neither overlap nor touch: ten million events that arrived one
 * after the other are one row.
 */
export function addSeqs(db: WritableDb, job: number, seqs: readonly number[]): void {
  for (const range of rangesOf(seqs)) addRange(db, job, range);
}

/** Joins neighbours. */
export function rangesOf(seqs: readonly number[]): readonly Range[] {
  const ranges: { first: number; last: number }[] = [];
  for (const seq of seqs.toSorted((a, b) => a - b)) {
    const open = ranges.at(-1);
    if (open !== undefined && seq <= open.last + 1) open.last = seq;
    else ranges.push({ first: seq, last: seq });
  }
  return ranges;
}

function addRange(db: WritableDb, job: number, { first, last }: Range): void {
  const before = db.get<Range>(RANGE_BEFORE, job, first);
  if (before !== undefined && before.last >= last) return;
  const joins = before !== undefined && before.last >= first - 1;
  const start = joins ? before.first : first;
  let end = last;
  for (;;) {
    const after = db.get<Range>(RANGE_AFTER, job, start);
    if (after === undefined || after.first > end + 1) break;
    end = Math.max(end, after.last);
    db.run('DELETE FROM job_event WHERE job = ? AND first_seq = ?', job, after.first);
  }
  db.run(
    'INSERT INTO job_event (job, first_seq, last_seq) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last_seq = excluded.last_seq',
    job,
    start,
    end,
  );
}
