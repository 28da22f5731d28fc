import Database from 'better-sqlite3';
import type { BenchEvent } from './events.ts';

const BATCH = 5_000;

/**
 * What one would write first: the same events in one plain table, JSON in a column, an index for each of the four
 * questions, FTS5, WAL, 64 MB cache, 5,000 rows a transaction. No encryption, no evidence, no de-duplication.
 */
export class Baseline {
  readonly #db: Database;
  readonly #sql = new Map<string, ReturnType<Database['prepare']>>();

  constructor(file: string) {
    this.#db = new Database(file);
    this.#db.pragma('journal_mode=WAL');
    this.#db.pragma('cache_size=-65536');
    this.#db.exec(`
      CREATE TABLE event (seq INTEGER PRIMARY KEY, id TEXT, recorded INTEGER, agent TEXT, patient TEXT, json TEXT);
      CREATE INDEX by_time ON event (recorded, seq);
      CREATE INDEX by_agent ON event (agent, recorded, seq);
      CREATE INDEX by_patient ON event (patient, recorded, seq);
      CREATE INDEX by_id ON event (id);
      CREATE VIRTUAL TABLE fts USING fts5 (words, content='', tokenize="unicode61 remove_diacritics 2");`);
  }

  load(events: readonly BenchEvent[]): void {
    const row = this.#db.prepare(
      'INSERT INTO event (seq, id, recorded, agent, patient, json) VALUES (?, ?, ?, ?, ?, ?)',
    );
    const words = this.#db.prepare('INSERT INTO fts (rowid, words) VALUES (?, ?)');
    for (let start = 0; start < events.length; start += BATCH) {
      this.#db
        .transaction(() => {
          for (let index = start; index < Math.min(start + BATCH, events.length); index += 1) {
            const event = events[index];
            if (event === undefined) continue;
            const parsed = JSON.parse(event.raw.toString('utf8')) as { id: string; recorded: string };
            row.run(
              index + 1,
              parsed.id,
              Date.parse(parsed.recorded),
              event.agent,
              event.patient,
              event.raw.toString('utf8'),
            );
            words.run(index + 1, event.words);
          }
        })
        .immediate();
    }
  }

  all(sql: string, ...params: (string | number)[]): unknown[] {
    let statement = this.#sql.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#sql.set(sql, statement);
    }
    return statement.all(...params).map((row) => {
      const { json } = row as { json?: string };
      return json === undefined ? row : (JSON.parse(json) as unknown);
    });
  }

  close(): void {
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
    this.#db.close();
  }
}
