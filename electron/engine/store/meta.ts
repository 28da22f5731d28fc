import type { ReadableDb, WritableDb } from './connection.ts';

/** A named value of the store; null if it was never set. */
export function getMeta(db: ReadableDb, name: string): string | null {
  return db.get<{ value: string }>('SELECT value FROM meta WHERE name = ?', name)?.value ?? null;
}

export function setMeta(db: WritableDb, name: string, value: string): void {
  db.run(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    name,
    value,
  );
}

const COUNTERS = ['events', 'eventsWithUnmapped', 'conflicts'] as const;
export type Counter = (typeof COUNTERS)[number];

export function counter(db: ReadableDb, name: Counter): number {
  const sql = 'SELECT value FROM meta WHERE name = ?';
  return db.get<{ value: number }>(sql, `count/${name}`)?.value ?? 0;
}

export function bumpCounter(db: WritableDb, name: Counter, by: number): void {
  if (by === 0) return;
  db.run(
    `INSERT INTO meta (name, value) VALUES (?, CAST(? AS INTEGER))
     ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`,
    `count/${name}`,
    by,
  );
}
